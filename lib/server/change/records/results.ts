import 'server-only';
import { singleton } from '../../singleton';
import { onTask } from '../../tasks/tasks';

/** How launches and changes have ended since the panel started; each pair is there from the beginning, with 0. */
export const readApplyResults = () =>
  singleton('apply-results', () =>
    (['launch', 'apply'] as const).flatMap((kind) =>
      (['succeeded', 'failed'] as const).map((result) => ({ kind, result, count: 0 })),
    ),
  );

/** Begins to count; once per process. */
export function countApplyResults(): void {
  singleton('apply-results-counted', () =>
    onTask((task) => {
      if (task.error?.code === 'given-up') return;
      const pair = readApplyResults().find(({ kind, result }) => kind === task.kind && result === task.state);
      if (pair) pair.count += 1;
    }),
  );
}
