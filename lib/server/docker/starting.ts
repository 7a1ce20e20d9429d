import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { singleton } from '../singleton';

const works = () => singleton('starting', () => new Set<readonly ServiceName[]>());

/** Runs what brings services up one after the other: until it has ended, `beingStarted` names all of them. */
export async function whileStarting<T>(services: readonly ServiceName[], run: () => Promise<T>): Promise<T> {
  const work = [...services];
  works().add(work);
  try {
    return await run();
  } finally {
    works().delete(work);
  }
}

/** Services that the panel brings up at the moment: that one has no container yet, or one not started, is no fault. */
export function beingStarted(): ServiceName[] {
  return [...new Set([...works()].flat())];
}
