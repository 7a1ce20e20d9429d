import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { logger } from '../logger';
import { readProgress, writeProgress } from '../setup/answers/setup-answers';
import { singleton } from '../singleton';
import { currentTask } from '../tasks/tasks';

/**
 * Keeps in mind that a pipeline runs here, also one that nobody launched with the panel (`docker compose up`): when its
 * containers are gone one day it is not one that was never set up.
 */
export function notePipeline({ stack, vmagent, atMs }: Snapshot): void {
  const seen = singleton('pipeline-sight', () => ({ isNoted: false }));
  // A launch keeps its own account of how far it came.
  if (seen.isNoted || stack !== 'present' || vmagent.state !== 'up' || currentTask() !== null) return;
  seen.isNoted = true;
  note(atMs).catch((error: unknown) => {
    seen.isNoted = false;
    logger().warn({ err: error }, 'that a pipeline runs could not be noted');
  });
}

async function note(atMs: number): Promise<void> {
  const { attemptedAtMs, launchedAtMs } = await readProgress();
  if (attemptedAtMs === null && launchedAtMs === null) await writeProgress({ launchedAtMs: atMs });
}
