import 'server-only';

const shared = globalThis as { __weir?: Record<string, unknown> };
shared.__weir ??= {};
const store = shared.__weir;

/**
 * One instance per process. Next builds `instrumentation.ts` and the routes as separate module graphs, so a
 * module-level variable would exist twice; state that both sides share lives here.
 */
export function singleton<T>(key: string, make: () => T): T {
  if (!(key in store)) store[key] = make();
  return store[key] as T;
}
