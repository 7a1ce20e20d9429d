import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { waitForService } from '../compose/wait';
import { type LeftOut, noteLeftOut } from '../control/left-out';
import type { StepReport } from '../tasks/tasks';

const UP_LIMIT_MS = 60_000;

/**
 * A container that cannot work ends within moments, and one that works shows it by being scraped, which comes next.
 * The engine's own health checks are rare, because each one costs a process, so nobody waits for the first.
 * @throws AppError where none of the sources stays up, or something that nothing works without does not
 */
export async function stayUp(
  services: readonly ServiceName[],
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  const names = services.filter((name) => !left.services.has(name));
  let count = 0;
  report.progress(count, names.length, 'steps');
  await Promise.all(
    names.map(async (name) => {
      try {
        await waitForService(name, { timeoutMs: UP_LIMIT_MS, signal, until: 'running' });
        noteLeftOut(name, null);
        report.progress(++count, names.length, 'steps');
      } catch (error) {
        left.add(name, error);
      }
    }),
  );
  left.assertNotAllOf(services);
  report.detail(count === names.length ? 'All services stay up.' : `${count} services stay up.`);
}
