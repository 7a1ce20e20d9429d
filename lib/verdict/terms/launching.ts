import type { Pipeline } from './types';

/** So long after the first of its containers a stack may still be being started. */
const START_MS = 60_000;

/** A launch starts vmagent after all that it asks, so until then it and some of the others have no container yet. */
export function isBeingLaunched({ atMs, services, vmagent }: Pipeline): boolean {
  const others = services.filter(({ name, state }) => name !== 'weir' && state !== 'absent');
  const isYoung = others.every(
    ({ state, startedAtMs }) =>
      state === 'created' || (state === 'running' && startedAtMs !== null && atMs - startedAtMs < START_MS),
  );
  return vmagent.state === 'absent' && others.length > 0 && isYoung;
}
