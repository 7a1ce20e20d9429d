import 'server-only';
import { singleton } from '../../singleton';
import { onTask } from '../../tasks/tasks';

export const applyKinds = ['launch', 'apply'] as const;
export const applyResults = ['succeeded', 'failed'] as const;
type ApplyKind = (typeof applyKinds)[number];
type ApplyResult = (typeof applyResults)[number];

export interface ApplyCount {
  kind: ApplyKind;
  result: ApplyResult;
  count: number;
}

const store = () => singleton('apply-results', () => new Map<string, ApplyCount>());

/** How launches and changes have ended since the panel started; each pair is there from the beginning, with 0. */
export function readApplyResults(): ApplyCount[] {
  return applyKinds.flatMap((kind) =>
    applyResults.map((result) => store().get(`${kind}-${result}`) ?? { kind, result, count: 0 }),
  );
}

/** Begins to count; once per process. */
export function countApplyResults(): void {
  singleton('apply-results-counted', () => {
    onTask(({ kind, state }) => {
      if ((kind !== 'launch' && kind !== 'apply') || state === 'running') return;
      const key = `${kind}-${state}`;
      store().set(key, { kind, result: state, count: (store().get(key)?.count ?? 0) + 1 });
    });
    return true;
  });
}
