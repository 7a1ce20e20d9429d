import 'server-only';
import type { EngineSample } from '@/lib/schemas/snapshot';
import type { ChangeProblem } from '../../change/records/texts';
import type { SetupAnswers } from './setup-answers';

/** Questions that nobody has answered yet. */
export function openQuestions(answers: SetupAnswers): ChangeProblem[] {
  const problems: ChangeProblem[] = [];
  if (answers.destination === null) {
    problems.push({
      message: 'It is not decided yet where the data goes.',
      hint: 'Choose a destination.',
      field: 'destination',
    });
  }
  if (answers.sources === null) {
    problems.push({
      message: 'It is not decided yet what is collected.',
      hint: 'Choose the sources.',
      field: 'sources',
    });
  }
  if (answers.cluster === null) {
    problems.push({ message: 'This Pi has no name yet.', hint: 'Give it a name.', field: 'labels.cluster' });
  }
  return problems;
}

export function engineProblems({ state, message }: EngineSample): ChangeProblem[] {
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
