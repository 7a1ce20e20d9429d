import 'server-only';
import type { EngineSample } from '@/lib/schemas/snapshot';
import type { PlanProblem } from '../../change/records/texts';
import type { SetupDraft } from './setup-draft';

/** Questions that nobody has answered yet. */
export function openQuestions(draft: SetupDraft): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (draft.destination === null) {
    problems.push({
      message: 'It is not decided yet where the data goes.',
      hint: 'Choose a destination.',
      field: 'destination',
    });
  }
  if (draft.sources === null) {
    problems.push({
      message: 'It is not decided yet what is collected.',
      hint: 'Choose the sources.',
      field: 'sources',
    });
  }
  if (draft.cluster === null) {
    problems.push({ message: 'This Pi has no name yet.', hint: 'Give it a name.', field: 'labels.cluster' });
  }
  return problems;
}

export function engineProblems({ state, message }: EngineSample): PlanProblem[] {
  if (state === 'up') return [];
  return [
    state === 'denied'
      ? {
          message: 'The panel may not use the Docker Engine.',
          hint: 'Run compose/up again: it gives the panel the group that owns the Docker socket.',
          field: null,
        }
      : {
          message: `The Docker Engine does not answer${message ? `: ${message}` : '.'}`,
          hint: 'Start it on this Pi with: sudo systemctl start docker',
          field: null,
        },
  ];
}
