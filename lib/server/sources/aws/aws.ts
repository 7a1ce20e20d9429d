import 'server-only';
import { AWS_MOST_ROLES } from '@/lib/pipeline/sources/aws/accounts';
import { jobKey, serviceOfJob } from '@/lib/pipeline/sources/aws/job';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';
import { type AwsServiceId, awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import type { AwsJob, AwsRole, ExportedTags } from '@/lib/schemas/aws/job';
import type { Forecast } from '@/lib/schemas/budget';
import type { SourcesCheck, WizardState } from '@/lib/schemas/wizard';
import type { Texts } from '../../change/records/texts';
import { secretInfo } from '../../files/secrets/names';
import { variablesIn, yamlIn } from '../../stack/settings';
import type { FileDraft, SourceFiles } from '../../stack/source-files';
import { changeJobs } from './change-jobs';
import { keyProblem, regionProblem } from './check';
import { exportedTagsIn, knownJobs } from './job-settings';
import { accountsIn, discoveryJobs, partsIn, regionsIn, resourceWords, servicesIn } from './jobs';

export interface Aws {
  enabled: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  regions: string[];
  services: AwsServiceId[];
  jobs: AwsJob[];
  exportedTags: ExportedTags;
  /** Jobs of YACE's file that no form changes, and how many there are beside them. */
  otherJobs: string[];
  moreJobs?: number | undefined;
  roles: AwsRole[];
  ownAccount: boolean;
}

type Shown = NonNullable<WizardState['sources']>['aws'];

export const aws: SourceFiles<Aws, Shown, NonNullable<SourcesCheck['aws']>> = {
  none: {
    ...{ enabled: false, accessKeyId: '', secretAccessKey: '', regions: [], services: [] },
    ...{ jobs: [], exportedTags: {}, otherJobs: [], roles: [], ownAccount: true },
  },
  read: (texts, enabled) => {
    const config = yamlIn(texts, 'yace-config', []);
    return {
      enabled,
      accessKeyId: variablesIn(texts)('AWS_ACCESS_KEY_ID'),
      secretAccessKey: variablesIn(texts)('AWS_SECRET_ACCESS_KEY'),
      regions: regionsIn(config),
      ...servicesIn(config),
      jobs: knownJobs(config).map(({ settings }) => settings),
      exportedTags: exportedTagsIn(config),
      ...accountsIn(config),
    };
  },
  shown: ({ secretAccessKey, ...shown }) => ({ ...shown, secret: secretInfo(secretAccessKey) }),
  isSameOwner: (one, other) => one.accessKeyId === other.accessKeyId,
  check: (held) => {
    const region = regionProblem(held.regions);
    const wrong =
      keyProblem(held) ?? (region === null ? null : { field: 'regions' as const, message: region });
    if (wrong !== null) return { ok: false, ...wrong };
    return {
      ok: true,
      message: 'Both keys have the right form. “Ask AWS” says whether it accepts them.',
      field: null,
    };
  },
  change,
  objectTo,
  trials,
  resources,
  parts: (texts) => partsIn(yamlIn(texts, 'yace-config', [])),
  // Only where a price is asked for.
  counted: async (texts, metrics) =>
    (await import('./counted')).countAws(yamlIn(texts, 'yace-config', []), metrics),
  discovery: () => import('./resources/discover').then(({ discoverAws }) => discoverAws),
};

const NO_SERVICE = 'Choose at least one service, such as Lambda.';

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
  changeJobs(draft, before, wanted, isOtherPlace);
}

function objectTo(draft: FileDraft, before: Aws, wanted: Aws): void {
  const object = (field: string, message: string) =>
    draft.object(`sources.aws.${field}`, message, 'Correct it, or switch AWS off.');
  const key = !before.enabled || isNewKey(before, wanted) ? keyProblem(wanted) : null;
  if (key !== null) object(key.field, key.message);
  const added = wanted.regions.filter((region) => !before.regions.includes(region));
  const keys = before.jobs.map(jobKey);
  const isOther = wanted.jobs.some((job) => serviceOfJob(job) === null && !keys.includes(jobKey(job)));
  const isMore = wanted.services.some((id) => !before.services.includes(id));
  const isNew = !before.enabled || isMore || isOther;
  const isNowNone = wanted.regions.length === 0 && (before.regions.length > 0 || isNew);
  const region = added.length > 0 || isNowNone ? regionProblem(added) : null;
  if (region !== null) object('regions', region);
  const others = wanted.jobs.filter((job) => serviceOfJob(job) === null).length;
  const asksNothing = wanted.services.length + others + wanted.otherJobs.length === 0;
  if (asksNothing && (before.services.length > 0 || !before.enabled)) object('services', NO_SERVICE);
}

const isNewKey = (before: Aws, wanted: Aws) =>
  before.accessKeyId !== wanted.accessKeyId || before.secretAccessKey !== wanted.secretAccessKey;

const TRIAL = 'xx-trial-1';
/** A region and a role that no job has; a service that is asked for and one that is not. */
function trials({ accessKeyId, regions, services, roles }: Shown) {
  const wanted = { enabled: true, accessKeyId, regions };
  const off = awsServiceIds.find((id) => !services.includes(id));
  const [first] = services;
  const arn = `arn:${partitionOf(regions[0] ?? '').arn}:iam::000000000000:role/trial`;
  // Where nothing names a region, a service has to come first.
  const some = regions.length === 0 && off ? { regions: [TRIAL], services: [off] } : {};
  return [
    {
      field: 'regions',
      wanted: [{ ...wanted, ...some, regions: [...regions, TRIAL] }],
    },
    {
      field: 'roles',
      // In the place of one, where there may be no more of them.
      wanted: [
        { ...wanted, ...some, roles: [...roles.slice(0, AWS_MOST_ROLES - 1), { arn, externalId: '' }] },
      ],
    },
    {
      field: 'services',
      wanted: [
        ...(off ? [{ ...wanted, services: [...services, off] }] : []),
        ...(first ? [{ ...wanted, services: services.filter((id) => id !== first) }] : []),
      ],
    },
  ];
}

/** One series for each statistic of each metric of each resource. */
function resources(texts: Texts): Forecast['perResource'] {
  return discoveryJobs(yamlIn(texts, 'yace-config', []))
    .filter(({ seriesPerResource }) => seriesPerResource > 0)
    .map((job) => ({ resource: resourceWords(job), series: job.seriesPerResource }));
}
