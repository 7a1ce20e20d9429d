import 'server-only';
import { type DestinationInput, type SourcesInput, type WizardStep, wizardSteps } from '@/lib/schemas/wizard';
import {
  DEFAULT_USERNAME,
  type Destination,
  isStoreUrl,
  LOCAL_URL,
  type Sources,
} from '../../stack/settings';
import type { SetupDraft } from './setup-draft';

/**
 * The destination with its secret: the one given now, else the one given earlier, else the one in use; but never
 * that of another destination, which would be sent to a stranger.
 */
export function mergeDestination(
  input: DestinationInput,
  draft: SetupDraft['destination'],
  current: Destination,
): Destination {
  if (input.kind === 'local') {
    // What its owner has added to the address stays.
    if (current.kind === 'local' && isStoreUrl(current.url)) return current;
    return { kind: 'local', url: LOCAL_URL, username: DEFAULT_USERNAME, secret: '' };
  }
  const { kind, url } = input;
  const [username, given] =
    kind === 'grafana-cloud' ? [input.instanceId, input.token] : [input.username, input.password];
  const wanted = { kind, url, username };
  const secret = given ?? keptSecret(wanted, draft) ?? keptSecret(wanted, current) ?? '';
  return { ...wanted, secret };
}

/** The draft's destination as it would be launched. */
export function draftDestination(
  draft: NonNullable<SetupDraft['destination']>,
  current: Destination,
): Destination {
  if (draft.kind === 'local' && current.kind === 'local' && isStoreUrl(current.url)) return current;
  const secret = draft.secret ?? keptSecret(draft, current) ?? '';
  return { ...draft, secret: draft.kind === 'local' ? '' : secret };
}

/** Sources with their secrets, found as for destinations; an AWS secret belongs to its access key. */
export function mergeSources(input: SourcesInput, draft: SetupDraft['sources'], current: Sources): Sources {
  const { aws, gcp } = input;
  const keptKey = (from: { accessKeyId: string; secretAccessKey: string | null } | undefined) =>
    from?.accessKeyId === aws.accessKeyId ? (from.secretAccessKey ?? undefined) : undefined;
  return {
    pi: input.pi.enabled,
    containers: input.containers.enabled,
    aws: {
      enabled: aws.enabled,
      accessKeyId: aws.accessKeyId,
      secretAccessKey: aws.secretAccessKey ?? keptKey(draft?.aws) ?? keptKey(current.aws) ?? '',
      regions: [...new Set(aws.regions)],
    },
    gcp: {
      enabled: gcp.enabled,
      projectId: gcp.projectId,
      keyJson: gcp.keyJson ?? draft?.gcp.keyJson ?? current.gcp.keyJson,
    },
  };
}

/** The draft's sources as they would be launched. */
export function draftSources(draft: NonNullable<SetupDraft['sources']>, current: Sources): Sources {
  const { aws, gcp } = draft;
  const inUse = current.aws.accessKeyId === aws.accessKeyId ? current.aws.secretAccessKey : '';
  return {
    ...draft,
    aws: { ...aws, secretAccessKey: aws.secretAccessKey ?? inUse },
    gcp: { ...gcp, keyJson: gcp.keyJson ?? current.gcp.keyJson },
  };
}

/** The draft's sources as a change has them: a secret that it does not hold is left out. */
export function sourcesInput({ pi, containers, aws, gcp }: NonNullable<SetupDraft['sources']>): SourcesInput {
  return {
    pi: { enabled: pi },
    containers: { enabled: containers },
    aws: { ...aws, secretAccessKey: aws.secretAccessKey ?? undefined },
    gcp: { ...gcp, keyJson: gcp.keyJson ?? undefined },
  };
}

/** The first step that still needs an answer. */
export function openStep(draft: SetupDraft): WizardStep {
  const answered = { destination: draft.destination, sources: draft.sources, name: draft.cluster };
  const open = wizardSteps.find(
    (step) => step in answered && answered[step as keyof typeof answered] === null,
  );
  return open ?? 'review';
}

function keptSecret(
  wanted: Omit<Destination, 'secret'>,
  from: (Omit<Destination, 'secret'> & { secret: string | null }) | null,
): string | undefined {
  if (from === null || from.secret === null || from.kind !== wanted.kind) return undefined;
  const isSameHost = URL.parse(from.url)?.origin === URL.parse(wanted.url)?.origin;
  return isSameHost ? from.secret : undefined;
}
