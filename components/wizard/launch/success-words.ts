import { listed } from '@/lib/english';
import type { Task } from '@/lib/schemas/task';

/** The launch has looked long enough at each source to know whether it gives data. */
function isAllKnown({ steps }: Pick<Task, 'steps'>): boolean {
  const progress = steps.find(({ id }) => id === 'sources')?.progress;
  return !progress || progress.current >= progress.total;
}

interface Arrived {
  /** The sources that give no data, in words; null: none. */
  without: string | null;
  /** Those that do not give all, in words. */
  partial: readonly string[];
  /** There are others than those without data. */
  isAnyLeft: boolean;
}

export function successTitle(task: Pick<Task, 'steps'>, { without, partial, isAnyLeft }: Arrived): string {
  if (without === null && partial.length > 0)
    return `Your data is arriving, but not all of ${listed(partial)}`;
  if (without === null) return isAllKnown(task) ? 'Your data is arriving' : 'The first samples have arrived';
  return isAnyLeft
    ? `Your data is arriving, without ${without}`
    : 'The pipeline runs, and no source gives data yet';
}

/** What stands above the parts that are missing. */
export function partlyWords(task: Pick<Task, 'startedAtMs' | 'steps' | 'leftOut'>): string {
  const { startedAtMs, steps, leftOut = [] } = task;
  const deliveredAtMs = steps.find(({ id }) => id === 'deliver')?.finishedAtMs ?? startedAtMs;
  const seconds = Math.max(1, Math.round((deliveredAtMs - startedAtMs) / 1000));
  const missing = leftOut.length === 1 ? 'One part is' : `${leftOut.length} parts are`;
  const rest = isAllKnown(task)
    ? 'the rest does not wait.'
    : 'the overview shows whether all other data arrives.';
  return `The first sample was delivered ${seconds} s after the launch. ${missing} missing yet; ${rest}`;
}
