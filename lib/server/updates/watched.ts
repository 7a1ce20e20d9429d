import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { currentTask } from '../tasks/tasks';

interface Watched {
  service: ServiceName;
  /** The version that ran before. */
  earlier: string;
  /** Its task, which puts the earlier version back where the watch ends badly. */
  taskId: string | undefined;
  /** Null: the watch has ended. */
  end: AbortController | null;
}

/** The newest update that was watched. */
const state = () => singleton('watched-update', () => ({ newest: null as Watched | null }));

/** @param run gets a signal that ends when the owner wants the earlier version back */
export async function whileWatched<T>(
  { service, earlier }: Pick<Watched, 'service' | 'earlier'>,
  run: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const own: Watched = { service, earlier, taskId: currentTask()?.id, end };
  state().newest = own;
  try {
    const seen = await run(end.signal);
    state().newest = null;
    return seen;
  } catch (error) {
    if (!end.signal.aborted) throw error;
    throw new AppError('given-up', 'You asked for the earlier version.', { cause: error });
  } finally {
    own.end = null;
  }
}

/** The update whose version is on trial, or goes back; null: there is none. */
export function onTrial(): Pick<Watched, 'service' | 'earlier'> | null {
  const { newest } = state();
  return newest !== null && newest.taskId === currentTask()?.id ? newest : null;
}

/** Ends the watch: the earlier version comes back. @throws AppError not-found when no update is watched */
export function putBackNow(): void {
  const end = state().newest?.end ?? null;
  if (end === null)
    throw new AppError('not-found', 'No update is being watched.', {
      hint: 'It has ended already: the page shows which version runs.',
    });
  end.abort();
}
