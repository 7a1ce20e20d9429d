import vm from 'node:vm';

const context = vm.createContext({});

/**
 * Runs something that may never end, such as a match of a regular expression; only another context can be ended from
 * outside. @returns milliseconds; infinity when it was ended
 */
export function millisecondsOf(run: () => unknown, limitMs: number): number {
  let failure: unknown;
  Object.assign(context, {
    run: () => {
      try {
        run();
      } catch (error) {
        failure = error;
      }
    },
  });
  const startedAt = performance.now();
  try {
    vm.runInContext('run()', context, { timeout: limitMs });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  if (failure !== undefined) throw failure;
  return performance.now() - startedAt;
}
