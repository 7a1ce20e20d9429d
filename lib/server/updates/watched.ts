import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../errors';
import { singleton } from '../singleton';

interface Watched {
  service: ServiceName;
  end: AbortController;
}

/** The update that is watched now. */
const state = () => singleton('watched-update', () => ({ now: null as Watched | null }));

/** @param run gets a signal that ends when the owner wants the earlier version back */
export async function whileWatched<T>(
  service: ServiceName,
  run: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const own = { service, end };
  state().now = own;
  try {
    return await run(end.signal);
  } catch (error) {
    if (!end.signal.aborted) throw error;
    throw new AppError('verify-failed', 'You asked for the earlier version.', { cause: error });
  } finally {
    if (state().now === own) state().now = null;
  }
}

/** The service whose version is on trial; null: none is. */
export function watchedService(): ServiceName | null {
  return state().now?.service ?? null;
}

/** Ends the watch: the earlier version comes back. @throws AppError not-found when no update is watched */
export function putBackNow(): void {
  const { now } = state();
  if (now === null)
    throw new AppError('not-found', 'No update is being watched.', {
      hint: 'It has ended already: the page shows which version runs.',
    });
  now.end.abort();
}
