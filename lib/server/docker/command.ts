import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { inspectService } from './own';

/** The arguments that a service's container was created with, and whether it runs; null when there is none. */
export async function commandOf(
  service: ServiceName,
): Promise<{ args: string[]; isRunning: boolean } | null> {
  const seen = await inspectService(service);
  return seen && { args: seen.Config.Cmd ?? [], isRunning: seen.State.Running };
}
