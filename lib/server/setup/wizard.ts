import 'server-only';
import { hostname } from 'node:os';
import type { SourcesOf } from '@/lib/schemas/sources-of';
import {
  clusterSchema,
  type DestinationInput,
  type NameInput,
  type SourcesCheck,
  type SourcesInput,
  type WizardState,
} from '@/lib/schemas/wizard';
import { env } from '../env';
import { AppError } from '../errors';
import { shownDestination } from '../settings/sections/destination';
import { checkSources, readSettings, shownSources } from '../sources/sources';
import { currentTask } from '../tasks/tasks';
import { heldSources } from './answers/held-sources';
import {
  answeredDestination,
  answeredSources,
  mergeDestination,
  mergeSources,
  openStep,
} from './answers/merge-answers';
import {
  hasDelivered,
  readAnswers,
  type SetupAnswers,
  wasSetUp,
  writeAnswers,
} from './answers/setup-answers';

/** The answers as saved, secrets masked. */
export async function readWizard(): Promise<WizardState> {
  const current = await readSettings();
  const answers = await readAnswers(current);
  const running = currentTask();
  const launch = running?.kind === 'launch' ? running : null;
  return {
    step: launch ? 'launch' : openStep(answers),
    isComplete: await wasSetUp(),
    hasDelivered: await hasDelivered(),
    destination:
      answers.destination && shownDestination(answeredDestination(answers.destination, current.destination)),
    sources: answers.sources && shownSources(answeredSources(answers.sources, current.sources)),
    cluster: answers.cluster,
    suggestedCluster: suggestedCluster(),
    runningTaskId: launch?.id ?? null,
  };
}

/** @throws AppError bad-request with the field, task-running while the stack is being launched */
export async function saveDestination(input: DestinationInput): Promise<WizardState> {
  await change(async (answers, current) => {
    const destination = mergeDestination(input, answers.destination, current.destination);
    if (destination.kind === 'grafana-cloud' && destination.secret === '') {
      throw new AppError('bad-request', 'The token is missing.', {
        fieldErrors: { token: 'Enter the token. It begins with glc_.' },
      });
    }
    return { ...answers, destination };
  });
  return readWizard();
}

/** Credentials that cannot be right are kept too: the launch refuses them, and nothing typed is lost. */
export async function saveSources(input: SourcesInput): Promise<WizardState> {
  await change(async (answers, current) => ({
    ...answers,
    sources: mergeSources(input, answers.sources, current.sources),
  }));
  return readWizard();
}

export async function saveName({ cluster }: NameInput): Promise<WizardState> {
  await change(async (answers) => ({ ...answers, cluster }));
  return readWizard();
}

export async function checkSourcesInput(input: SourcesInput, of: SourcesOf): Promise<SourcesCheck> {
  return checkSources(await heldSources(input, of));
}

async function change(
  edit: (answers: SetupAnswers, current: Awaited<ReturnType<typeof readSettings>>) => Promise<SetupAnswers>,
): Promise<void> {
  if (currentTask()?.kind === 'launch') {
    throw new AppError('task-running', 'The stack is being launched with the answers given so far.', {
      hint: 'Wait until the launch has ended, then change them.',
    });
  }
  const current = await readSettings();
  await writeAnswers(await edit(await readAnswers(current), current));
}

/** The host's own name, cut to what a label may hold. */
function suggestedCluster(): string {
  const name = (env().hostName || hostname()).split('.')[0] ?? '';
  const cleaned = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return clusterSchema.safeParse(cleaned.slice(0, 63)).data ?? 'raspberrypi';
}
