import 'server-only';
import { offeredSources, sourceProfile, sourceService, sourceWords, targetOf } from '@/lib/pipeline/services';
import { gcpProjectIdSchema } from '@/lib/schemas/cloud-names';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { keyProblem, regionProblem } from '../../setup/answers/aws-check';
import { mergeSources } from '../../setup/answers/merge-draft';
import { checkSources } from '../../setup/answers/sources-check';
import { jobTimings, noJob } from '../../stack/scrape-jobs';
import { isSourceOn, profileList, type Sources, sourcesIn, variablesIn } from '../../stack/settings';
import { isEmptyTarget, targetText } from '../../stack/target-text';
import type { Draft } from './draft';
import { readOr } from './section';
import { yaceText } from './yace-text';

export function changeSources(draft: Draft, input: SourcesInput): void {
  const before = sourcesIn(draft.texts());
  const wanted = mergeSources(input, null, before);
  changeProfiles(draft, before, wanted);
  for (const source of offeredSources)
    changeTarget(draft, source, isSourceOn(before, source), isSourceOn(wanted, source));
  if (wanted.aws.enabled) draft.section('sources.aws', () => changeAws(draft, before.aws, wanted.aws));
  if (wanted.gcp.enabled) changeGcp(draft, before.gcp, wanted.gcp);
  objectTo(draft, before, wanted);
}

function changeProfiles(draft: Draft, before: Sources, wanted: Sources): void {
  const switched = offeredSources.filter(
    (source) => isSourceOn(before, source) !== isSourceOn(wanted, source),
  );
  if (switched.length === 0) return;
  const off = switched.filter((source) => !isSourceOn(wanted, source)).map((source) => sourceProfile(source));
  const on = switched.filter((source) => isSourceOn(wanted, source)).map((source) => sourceProfile(source));
  const active = profileList(variablesIn(draft.texts())('COMPOSE_PROFILES'));
  const stay = active.filter((name) => !off.some((profile) => profile === name));
  draft.setEnv({ COMPOSE_PROFILES: [...stay, ...on].join(',') });
  for (const source of switched) {
    draft.say(`${sourceWords(source)} switched ${isSourceOn(wanted, source) ? 'on' : 'off'}`);
  }
}

function changeTarget(draft: Draft, source: SourceId, wasOn: boolean, isEnabled: boolean): void {
  const job = sourceService(source);
  const id = `vmagent-target/${job}` as const;
  const change = () => draft.edit(id, (text) => targetText(text, targetOf(job), isEnabled));
  if (wasOn !== isEnabled) draft.section(`sources.${source}.enabled`, change);
  // A list that disagrees with the profiles is brought to them; one with other machines alone is somebody's own.
  else if (!isEnabled || isEmptyTarget(draft.text(id))) readOr(change, undefined);
  if (isEnabled && !wasOn && !jobTimings(draft.texts()).has(job))
    draft.object(`sources.${source}.enabled`, ...noJob(job, draft.facts.ownJobs));
}

function changeAws(draft: Draft, before: Sources['aws'], wanted: Sources['aws']): void {
  const { accessKeyId, secretAccessKey, regions } = wanted;
  const isNewKey = before.accessKeyId !== accessKeyId || before.secretAccessKey !== secretAccessKey;
  if (isNewKey) draft.say(`AWS: new access key ${accessKeyId}`);
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

function changeGcp(draft: Draft, before: Sources['gcp'], wanted: Sources['gcp']): void {
  const { projectId, keyJson } = wanted;
  if (before.projectId !== projectId) {
    draft.setEnv({ GCP_PROJECT_ID: projectId });
    draft.say(`Google Cloud project: ${before.projectId || 'none'} → ${projectId}`);
  }
  if (keyJson === null || keyJson === before.keyJson) return;
  draft.edit('gcp-key', () => keyJson);
  draft.say('Google Cloud: new key file');
}

/** Without any source there is nothing to deliver. */
export function noSource(sources: Sources) {
  if (offeredSources.some((source) => isSourceOn(sources, source))) return [];
  const message = 'No source is switched on, so there would be nothing to deliver.';
  return [{ field: 'sources', message, hint: 'Switch on at least one source, for example this Pi.' }];
}

/** Only to what the change touches: what stands in the files already may be odd, and is not its business. */
function objectTo(draft: Draft, before: Sources, wanted: Sources): void {
  for (const { field, message, hint } of noSource(wanted)) draft.object(field, message, hint);
  if (wanted.aws.enabled) objectToAws(draft, before.aws, wanted.aws);
  const { gcp } = checkSources({ ...wanted, aws: { ...wanted.aws, enabled: false } });
  if (gcp !== null) objectToGcp(draft, before.gcp, wanted.gcp, gcp);
}

function objectToAws(draft: Draft, before: Sources['aws'], wanted: Sources['aws']): void {
  const object = (field: string, message: string) =>
    draft.object(`sources.aws.${field}`, message, 'Correct it, or switch AWS off.');
  const isNewKey =
    before.accessKeyId !== wanted.accessKeyId || before.secretAccessKey !== wanted.secretAccessKey;
  const key = !before.enabled || isNewKey ? keyProblem(wanted) : null;
  if (key !== null) object(key.field, key.message);
  const added = wanted.regions.filter((region) => !before.regions.includes(region));
  const isNowNone = wanted.regions.length === 0 && (before.regions.length > 0 || !before.enabled);
  const region = added.length > 0 || isNowNone ? regionProblem(added) : null;
  if (region !== null) object('regions', region);
}

function objectToGcp(
  draft: Draft,
  before: Sources['gcp'],
  wanted: Sources['gcp'],
  check: NonNullable<ReturnType<typeof checkSources>['gcp']>,
): void {
  const object = (field: string, message: string) =>
    draft.object(`sources.gcp.${field}`, message, 'Correct it, or switch Google Cloud off.');
  const isNewId = !before.enabled || before.projectId !== wanted.projectId;
  const isNewKey = !before.enabled || before.keyJson !== wanted.keyJson;
  const isIdMissing = wanted.projectId === '' && check.projectId !== null;
  if (!check.ok && (isIdMissing ? isNewId : isNewKey)) {
    object(isIdMissing ? 'projectId' : 'keyJson', check.message);
  }
  const { projectId } = wanted;
  const form = before.projectId === projectId ? null : gcpProjectIdSchema.safeParse(projectId).error;
  if (form && projectId !== '') object('projectId', form.issues[0]?.message ?? '');
}
