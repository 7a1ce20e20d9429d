import 'server-only';
import type { Forecast } from '@/lib/schemas/budget';
import { gcpProjectIdSchema, type SourcesCheck, type WizardState } from '@/lib/schemas/wizard';
import type { Texts } from '../../change/records/texts';
import { variablesIn } from '../../stack/settings';
import type { FileDraft, SourceFiles } from '../../stack/source-files';
import { readGcpKey } from './key';

type Check = NonNullable<SourcesCheck['gcp']>;
export interface Gcp {
  enabled: boolean;
  projectId: string;
  keyJson: string | null;
}

const RESOURCES: Record<string, string> = {
  run: 'Cloud Run service',
  pubsub: 'Pub/Sub subscription',
  cloudfunctions: 'function',
};
const METRIC_FLAG = /^--monitoring\.metrics-prefixes=([a-z]+)\.googleapis\.com\//;

export const gcp: SourceFiles<Gcp, NonNullable<WizardState['sources']>['gcp'], Check> = {
  none: { enabled: false, projectId: '', keyJson: null },
  read: (texts, enabled) => ({
    enabled,
    projectId: variablesIn(texts)('GCP_PROJECT_ID'),
    keyJson: texts.get('gcp-key') ?? null,
  }),
  shown: ({ enabled, projectId, keyJson }) => ({
    enabled,
    projectId,
    keyEmail: readGcpKey(keyJson).email,
  }),
  // A key may read several projects.
  isSameOwner: () => true,
  check,
  change,
  objectTo,
  resources,
};

function check({ projectId, keyJson }: Gcp): Check {
  const key = readGcpKey(keyJson);
  const offered = key.projectId;
  if (!key.ok) return { ok: false, message: key.message, projectId: offered };
  if (projectId === '') {
    return {
      ok: false,
      message:
        offered === null
          ? 'Enter the project ID.'
          : `Enter the project ID. The key is of the project ${offered}.`,
      projectId: offered,
    };
  }
  const isElsewhere = offered !== null && offered !== projectId;
  return {
    ok: true,
    message: isElsewhere
      ? `The key of ${key.email} is complete. It is of the project ${offered}: give it the role Monitoring Viewer in ${projectId} too.`
      : `The key of ${key.email} is complete. Whether Google accepts it shows after the launch.`,
    projectId: offered,
  };
}

function change(draft: FileDraft, before: Gcp, wanted: Gcp): void {
  const { projectId, keyJson } = wanted;
  if (before.projectId !== projectId) {
    draft.setEnv({ GCP_PROJECT_ID: projectId });
    draft.say(`Google Cloud project: ${before.projectId || 'none'} → ${projectId}`);
  }
  if (keyJson === null || keyJson === before.keyJson) return;
  draft.edit('gcp-key', () => keyJson);
  draft.say('Google Cloud: new key file');
}

function objectTo(draft: FileDraft, before: Gcp, wanted: Gcp): void {
  const found = check(wanted);
  const object = (field: string, message: string) =>
    draft.object(`sources.gcp.${field}`, message, 'Correct it, or switch Google Cloud off.');
  const isNewId = !before.enabled || before.projectId !== wanted.projectId;
  const isNewKey = !before.enabled || before.keyJson !== wanted.keyJson;
  const isIdMissing = wanted.projectId === '' && found.projectId !== null;
  if (!found.ok && (isIdMissing ? isNewId : isNewKey)) {
    object(isIdMissing ? 'projectId' : 'keyJson', found.message);
  }
  const { projectId } = wanted;
  const form = before.projectId === projectId ? null : gcpProjectIdSchema.safeParse(projectId).error;
  if (form && projectId !== '') object('projectId', form.issues[0]?.message ?? '');
}

/** At least one series for each metric of each resource; labels such as a response code make more of some. */
function resources(texts: Texts): Forecast['perResource'] {
  const counts = new Map<string, number>();
  for (const line of (texts.get('gcp-metrics') ?? '').split('\n')) {
    const service = METRIC_FLAG.exec(line.trim())?.[1];
    if (service === undefined) continue;
    const resource = RESOURCES[service] ?? `resource of ${service}.googleapis.com`;
    counts.set(resource, (counts.get(resource) ?? 0) + 1);
  }
  return [...counts].map(([resource, series]) => ({ resource, series }));
}
