import 'server-only';
import type { Forecast } from '@/lib/schemas/budget';
import type { SourcesCheck, WizardState } from '@/lib/schemas/wizard';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { secretInfo } from '../../files/secrets/names';
import { listLength, readYaml, setList } from '../../files/yaml/edit';
import { variablesIn, yamlIn } from '../../stack/settings';
import type { FileDraft, SourceFiles } from '../../stack/source-files';
import { keyProblem, regionProblem } from './check';

export interface Aws {
  enabled: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  regions: string[];
}

const RESOURCES: Record<string, string> = {
  'AWS/Lambda': 'Lambda function',
  'AWS/SQS': 'SQS queue',
  'AWS/ECS': 'ECS service',
  'AWS/ApiGateway': 'API',
};

export const aws: SourceFiles<
  Aws,
  NonNullable<WizardState['sources']>['aws'],
  NonNullable<SourcesCheck['aws']>
> = {
  none: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
  read: (texts, enabled) => ({
    enabled,
    accessKeyId: variablesIn(texts)('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variablesIn(texts)('AWS_SECRET_ACCESS_KEY'),
    regions: yaceRegions(yamlIn(texts, 'yace-config', [])),
  }),
  shown: ({ enabled, accessKeyId, secretAccessKey, regions }) => ({
    enabled,
    accessKeyId,
    secret: secretInfo(secretAccessKey),
    regions,
  }),
  isSameOwner: (one, other) => one.accessKeyId === other.accessKeyId,
  check: (held) => {
    const region = regionProblem(held.regions);
    const wrong =
      keyProblem(held) ?? (region === null ? null : { field: 'regions' as const, message: region });
    if (wrong !== null) return { ok: false, ...wrong };
    return {
      ok: true,
      message: 'Both keys have the right form. Whether AWS accepts them shows after the launch.',
      field: null,
    };
  },
  change,
  objectTo,
  resources,
};

function change(draft: FileDraft, before: Aws, wanted: Aws): void {
  const { accessKeyId, secretAccessKey, regions } = wanted;
  if (isNewKey(before, wanted)) draft.say(`AWS: new access key ${accessKeyId}`);
  const isOtherPlace = before.regions.toSorted().join() !== regions.toSorted().join();
  const [first] = regions;
  const inUse = variablesIn(draft.texts())('AWS_REGION');
  draft.setEnv({
    ...(before.accessKeyId !== accessKeyId && { AWS_ACCESS_KEY_ID: accessKeyId }),
    ...(before.secretAccessKey !== secretAccessKey && { AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    ...((isOtherPlace || inUse === '') &&
      first !== undefined &&
      !regions.includes(inUse) && { AWS_REGION: first }),
  });
  if (!isOtherPlace) return;
  // Aliases in the lists keep the regions as they are, and nothing else of AWS.
  draft.section('sources.aws.regions', () => draft.edit('yace-config', (text) => yaceText(text, regions)));
  draft.say(`AWS regions: ${before.regions.join(', ') || 'none'} → ${regions.join(', ') || 'none'}`);
}

function objectTo(draft: FileDraft, before: Aws, wanted: Aws): void {
  const object = (field: string, message: string) =>
    draft.object(`sources.aws.${field}`, message, 'Correct it, or switch AWS off.');
  const key = !before.enabled || isNewKey(before, wanted) ? keyProblem(wanted) : null;
  if (key !== null) object(key.field, key.message);
  const added = wanted.regions.filter((region) => !before.regions.includes(region));
  const isNowNone = wanted.regions.length === 0 && (before.regions.length > 0 || !before.enabled);
  const region = added.length > 0 || isNowNone ? regionProblem(added) : null;
  if (region !== null) object('regions', region);
}

const isNewKey = (before: Aws, wanted: Aws) =>
  before.accessKeyId !== wanted.accessKeyId || before.secretAccessKey !== wanted.secretAccessKey;

/** One series for each statistic of each metric of each resource. */
function resources(texts: Texts): Forecast['perResource'] {
  return listOf(yamlIn(texts, 'yace-config', ['discovery', 'jobs'])).flatMap((job) => {
    const { type, metrics, statistics } = Object(job) as Record<string, unknown>;
    if (typeof type !== 'string' || !Array.isArray(metrics)) return [];
    const series = metrics.reduce<number>((sum, metric) => {
      const own: unknown = Object(metric).statistics ?? statistics;
      return sum + (Array.isArray(own) ? own.length : 1);
    }, 0);
    return [{ resource: RESOURCES[type] ?? `resource of ${type}`, series }];
  });
}

/**
 * The regions that YACE asks: those of its discovery jobs, which a form can change; where it has none, those that its
 * other jobs name.
 * @param config all of its file
 */
function yaceRegions(config: unknown): string[] {
  const { discovery, static: fixed, customNamespace } = Object(config) as Record<string, unknown>;
  const jobs = listOf((Object(discovery) as Record<string, unknown>).jobs);
  const named = jobs.length > 0 ? jobs : [...listOf(fixed), ...listOf(customNamespace)];
  const regions = named.flatMap((job) => listOf((Object(job) as Record<string, unknown>).regions));
  return [...new Set(regions.filter((region) => typeof region === 'string'))];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * YACE's configuration with regions added to and taken from every discovery job; no job is left without any.
 * @throws AppError invalid-stack when the file has none, and when a list cannot be edited
 */
function yaceText(text: string, wanted: readonly string[]): string {
  const before = yaceRegions(readYaml(text));
  const added = wanted.filter((region) => !before.includes(region));
  const gone = before.filter((region) => !wanted.includes(region));
  const jobs = Array.from({ length: listLength(text, ['discovery', 'jobs']) });
  if (jobs.length === 0 && added.length + gone.length > 0) {
    throw new AppError('invalid-stack', 'yace’s file has no discovery jobs that regions can be added to.', {
      hint: 'Its other jobs name their regions themselves: change them in config/yace/config.yml, or take discovery jobs from config.example.',
    });
  }
  return jobs.reduce<string>((edited, _, i) => {
    const path = ['discovery', 'jobs', i, 'regions'];
    const now = readYaml(edited, path);
    const kept = Array.isArray(now) ? now.map(String).filter((region) => !gone.includes(region)) : [];
    const missing = added.filter((region) => !kept.includes(region));
    const next = kept.length + missing.length === 0 ? [...wanted] : [...kept, ...missing];
    return setList(edited, path, next);
  }, text);
}
