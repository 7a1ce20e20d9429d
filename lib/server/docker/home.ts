import 'server-only';
import { hostname } from 'node:os';
import { env } from '../env';
import { containersOf, inspectService, type OwnContainer } from './own';

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

/**
 * The stack folder as the engine sees it, for bind mounts: WEIR_STACK_HOST_DIR, else what the panel's own
 * container mounts at its stack folder, else that folder itself (panel run on the host).
 */
export async function stackHostDir(): Promise<string> {
  const { stackDir, stackHostDir: given } = env();
  if (given) return given;
  const seen = await inspectService('weir');
  return seen?.Mounts.find((mount) => mount.Destination === stackDir)?.Source ?? stackDir;
}
