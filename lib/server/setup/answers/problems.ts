import 'server-only';
import type { LaunchPlan } from '@/lib/schemas/launch';
import type { EngineSample } from '@/lib/schemas/snapshot';
import { inspectTarget } from '../../remote-write/inspect';
import type { Settings } from '../../stack/settings';
import type { SetupDraft } from './setup-draft';
import { checkSources } from './sources-check';

export type Problem = LaunchPlan['problems'][number];

/** Questions that nobody has answered yet. */
export function openQuestions(draft: SetupDraft): Problem[] {
  const problems: Problem[] = [];
  if (draft.destination === null) {
    problems.push({
      message: 'It is not decided yet where the data goes.',
      hint: 'Choose a destination.',
      step: 'destination',
    });
  }
  if (draft.sources === null) {
    problems.push({
      message: 'It is not decided yet what is collected.',
      hint: 'Choose the sources.',
      step: 'sources',
    });
  }
  if (draft.cluster === null) {
    problems.push({ message: 'This Pi has no name yet.', hint: 'Give it a name.', step: 'name' });
  }
  return problems;
}

/** What in the settings cannot work, told without asking anybody. */
export function settingsProblems({ destination, sources }: Settings): Problem[] {
  const problems: Problem[] = [];
  const { kind, url, username, secret } = destination;
  if (kind !== 'local') {
    const found = URL.canParse(url) ? inspectTarget({ kind, url: new URL(url), username, secret }) : null;
    if (found !== null)
      problems.push({ message: found.message, hint: found.hint ?? '', step: 'destination' });
  }
  if (!sources.pi && !sources.containers && !sources.aws.enabled && !sources.gcp.enabled) {
    problems.push({
      message: 'No source is switched on, so there would be nothing to deliver.',
      hint: 'Switch on at least one source, for example this Pi.',
      step: 'sources',
    });
  }
  const { aws, gcp } = checkSources(sources);
  if (aws !== null && !aws.ok) {
    problems.push({
      message: `AWS: ${aws.message}`,
      hint: 'Correct it, or switch AWS off.',
      step: 'sources',
    });
  }
  if (gcp !== null && !gcp.ok) {
    problems.push({
      message: `Google Cloud: ${gcp.message}`,
      hint: 'Correct it, or switch Google Cloud off.',
      step: 'sources',
    });
  }
  return problems;
}

export function engineProblems({ state, message }: EngineSample): Problem[] {
  if (state === 'up') return [];
  return [
    state === 'denied'
      ? {
          message: 'The panel may not use the Docker Engine.',
          hint: 'Run compose/up again: it gives the panel the group that owns the Docker socket.',
          step: null,
        }
      : {
          message: `The Docker Engine does not answer${message ? `: ${message}` : '.'}`,
          hint: 'Start it on this Pi with: sudo systemctl start docker',
          step: null,
        },
  ];
}
