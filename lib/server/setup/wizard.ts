import 'server-only';
import { hostname } from 'node:os';
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
import { currentJob } from '../jobs/jobs';
import { shownDestination } from '../settings/sections/destination';
import { checkSources, readSettings, shownSources } from '../sources/sources';
import {
  draftDestination,
  draftSources,
  mergeDestination,
  mergeSources,
  openStep,
} from './answers/merge-draft';
import { hasDelivered, readDraft, type SetupDraft, wasSetUp, writeDraft } from './answers/setup-draft';

/** The draft as saved, secrets masked. */
export async function readWizard(): Promise<WizardState> {
  const current = await readSettings();
  const draft = await readDraft(current);
  const running = currentJob();
  const launch = running?.kind === 'launch' ? running : null;
  return {
    step: launch ? 'launch' : openStep(draft),
    isComplete: await wasSetUp(),
    hasDelivered: await hasDelivered(),
    destination:
      draft.destination && shownDestination(draftDestination(draft.destination, current.destination)),
    sources: draft.sources && shownSources(draftSources(draft.sources, current.sources)),
    cluster: draft.cluster,
    suggestedCluster: suggestedCluster(),
    runningJobId: launch?.id ?? null,
  };
}

/** @throws AppError bad-request with the field, job-running while the stack is being launched */
export async function saveDestination(input: DestinationInput): Promise<WizardState> {
  await change(async (draft, current) => {
    const destination = mergeDestination(input, draft.destination, current.destination);
    if (destination.kind === 'grafana-cloud' && destination.secret === '') {
      throw new AppError('bad-request', 'The token is missing.', {
        fieldErrors: { token: 'Enter the token. It begins with glc_.' },
      });
    }
    return { ...draft, destination };
  });
  return readWizard();
}

/** Credentials that cannot be right are kept too: the launch refuses them, and nothing typed is lost. */
export async function saveSources(input: SourcesInput): Promise<WizardState> {
  await change(async (draft, current) => ({
    ...draft,
    sources: mergeSources(input, draft.sources, current.sources),
  }));
  return readWizard();
}

export async function saveName({ cluster }: NameInput): Promise<WizardState> {
  await change(async (draft) => ({ ...draft, cluster }));
  return readWizard();
}

export async function checkSourcesInput(input: SourcesInput): Promise<SourcesCheck> {
  const current = await readSettings();
  const draft = await readDraft(current);
  return checkSources(mergeSources(input, draft.sources, current.sources));
}

async function change(
  edit: (draft: SetupDraft, current: Awaited<ReturnType<typeof readSettings>>) => Promise<SetupDraft>,
): Promise<void> {
  if (currentJob()?.kind === 'launch') {
    throw new AppError('job-running', 'The stack is being launched with the answers given so far.', {
      hint: 'Wait until the launch has ended, then change them.',
    });
  }
  const current = await readSettings();
  await writeDraft(await edit(await readDraft(current), current));
}

/** The host's own name, cut to what a label may hold. */
function suggestedCluster(): string {
  const name = (env().hostName || hostname()).split('.')[0] ?? '';
  const cleaned = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return clusterSchema.safeParse(cleaned.slice(0, 63)).data ?? 'raspberrypi';
}
