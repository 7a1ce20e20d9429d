import 'server-only';
import { singleton } from '../singleton';

/** Runs `work` after all earlier work on auth state of this process has ended, so that read-check-write is one step. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const line = singleton('auth-line', () => ({ tail: Promise.resolve() as Promise<unknown> }));
  const run = line.tail.then(work, work);
  line.tail = run.catch(() => undefined);
  return run;
}
