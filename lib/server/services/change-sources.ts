import 'server-only';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { sourceWords } from '@/lib/verdict/words';
import { type TargetJob, targetAddresses } from '../stack/stack-files';
import { listLength, readYaml, setList } from '../stack/yaml-edit';
import type { Draft } from './change-draft';
import { mergeSources } from './merge-draft';
import { jobTimings, noJob } from './scrape-jobs';
import {
  isSourceOn,
  profileList,
  profiles,
  regionsIn,
  type Sources,
  sourcesIn,
  variablesIn,
} from './settings';
import { checkSources } from './sources-check';
import { targetText } from './target-text';

type Source = keyof typeof profiles;
const names = Object.keys(profiles) as Source[];
const jobOf: Record<Source, TargetJob> = {
  aws: 'yace',
  gcp: 'stackdriver-exporter',
  pi: 'node-exporter',
  containers: 'cadvisor',
};

export function changeSources(draft: Draft, input: SourcesInput): void {
  const before = sourcesIn(draft.texts());
  const wanted = mergeSources(input, null, before);
  changeProfiles(draft, before, wanted);
  for (const source of names) changeTarget(draft, source, isSourceOn(wanted, source));
  if (wanted.aws.enabled) draft.section('sources.aws', () => changeAws(draft, before.aws, wanted.aws));
  if (wanted.gcp.enabled) changeGcp(draft, before.gcp, wanted.gcp);
  objectTo(draft, wanted);
}

/** YACE's configuration with regions added to and taken from every job; no job is left without any. */
export function yaceText(text: string, wanted: readonly string[]): string {
  const before = regionsIn(readYaml(text, ['discovery', 'jobs']));
  const added = wanted.filter((region) => !before.includes(region));
  const gone = before.filter((region) => !wanted.includes(region));
  const jobs = Array.from({ length: listLength(text, ['discovery', 'jobs']) });
  return jobs.reduce<string>((edited, _, i) => {
    const path = ['discovery', 'jobs', i, 'regions'];
    const now = readYaml(edited, path);
    const kept = Array.isArray(now) ? now.map(String).filter((region) => !gone.includes(region)) : [];
    const missing = added.filter((region) => !kept.includes(region));
    const next = kept.length + missing.length === 0 ? [...wanted] : [...kept, ...missing];
    return setList(edited, path, next);
  }, text);
}

function changeProfiles(draft: Draft, before: Sources, wanted: Sources): void {
  const switched = names.filter((source) => isSourceOn(before, source) !== isSourceOn(wanted, source));
  if (switched.length === 0) return;
  const off = switched.filter((source) => !isSourceOn(wanted, source)).map((source) => profiles[source]);
  const on = switched.filter((source) => isSourceOn(wanted, source)).map((source) => profiles[source]);
  const active = profileList(variablesIn(draft.texts())('COMPOSE_PROFILES'));
  const stay = active.filter((name) => !off.some((profile) => profile === name));
  draft.setEnv({ COMPOSE_PROFILES: [...stay, ...on].join(',') });
  for (const source of switched) {
    draft.say(`${sourceWords(source)} switched ${isSourceOn(wanted, source) ? 'on' : 'off'}`);
  }
}

function changeTarget(draft: Draft, source: Source, isEnabled: boolean): void {
  const job = jobOf[source];
  draft.edit(`vmagent-target/${job}`, (text) => targetText(text, targetAddresses[job], isEnabled));
  if (isEnabled && !jobTimings(draft.texts()).has(job))
    draft.object(`sources.${source}.enabled`, ...noJob(job));
}

function changeAws(draft: Draft, before: Sources['aws'], wanted: Sources['aws']): void {
  const { accessKeyId, secretAccessKey, regions } = wanted;
  const isNewKey = before.accessKeyId !== accessKeyId || before.secretAccessKey !== secretAccessKey;
  if (isNewKey) draft.say(`AWS: new access key ${accessKeyId}`);
  const isOtherPlace = before.regions.toSorted().join() !== regions.toSorted().join();
  const [first = ''] = regions;
  const inUse = variablesIn(draft.texts())('AWS_REGION');
  draft.setEnv({
    ...(before.accessKeyId !== accessKeyId && { AWS_ACCESS_KEY_ID: accessKeyId }),
    ...(before.secretAccessKey !== secretAccessKey && { AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    ...(!regions.includes(inUse) && { AWS_REGION: first }),
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

function objectTo(draft: Draft, wanted: Sources): void {
  if (!names.some((source) => isSourceOn(wanted, source))) {
    draft.object(
      'sources',
      'No source is switched on, so there would be nothing to deliver.',
      'Switch on at least one source, for example this Pi.',
    );
  }
  const { aws, gcp } = checkSources(wanted);
  if (aws !== null && !aws.ok) {
    draft.object(`sources.aws.${aws.field ?? 'accessKeyId'}`, aws.message, 'Correct it, or switch AWS off.');
  }
  if (gcp !== null && !gcp.ok) {
    const field = wanted.gcp.projectId === '' && gcp.projectId !== null ? 'projectId' : 'keyJson';
    draft.object(`sources.gcp.${field}`, gcp.message, 'Correct it, or switch Google Cloud off.');
  }
}
