import 'server-only';
import { hostname } from 'node:os';
import { containersOf, type OwnContainer } from './own';

/** Is this the container that the panel runs in? A container's host name is the beginning of its id. */
export function isOwnHome(own: OwnContainer): boolean {
  return isContainerName() && own.id.startsWith(hostname());
}

/** Whether the panel runs as the stack's container `weir`; false where the engine does not say. */
export async function isStackContainer(): Promise<boolean> {
  if (!isContainerName()) return false;
  return (await containersOf('weir').catch(() => [])).some(isOwnHome);
}

function isContainerName(): boolean {
  return /^[0-9a-f]{12}$/.test(hostname());
}
