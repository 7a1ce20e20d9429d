import 'server-only';
import { AppError } from '../errors';
import { singleton } from '../singleton';

/** Ends the watch of the update that is watched now. */
const state = () => singleton('watched-update', () => ({ end: null as AbortController | null }));

/** @param run gets a signal that ends when the owner wants the earlier version back */
export async function whileWatched<T>(run: (ended: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  state().end = end;
  try {
    return await run(end.signal);
  } catch (error) {
    if (!end.signal.aborted) throw error;
    throw new AppError('verify-failed', 'You asked for the earlier version.', { cause: error });
  } finally {
    if (state().end === end) state().end = null;
  }
}

/** Ends the watch: the earlier version comes back. @throws AppError not-found when no update is watched */
export function putBackNow(): void {
  const { end } = state();
  if (end === null)
    throw new AppError('not-found', 'No update is being watched.', {
      hint: 'It has ended already: the page shows which version runs.',
    });
  end.abort();
}
