import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { containersOf, inspectOwn } from './own';

/** The arguments that a service's container was created with, and whether it runs; null when there is none. */
export async function commandOf(
  service: ServiceName,
): Promise<{ args: string[]; isRunning: boolean } | null> {
  const [own] = await containersOf(service);
  const seen = own ? await inspectOwn(own) : null;
  return seen && { args: seen.Config.Cmd ?? [], isRunning: seen.State.Running };
}
