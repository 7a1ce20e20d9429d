import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { type Accounts, accountOfRole, roleIssues } from '@/lib/pipeline/sources/aws/accounts';
import { type JobSettings, jobWords, serviceOfJob } from '@/lib/pipeline/sources/aws/job';
import { jobIssues } from '@/lib/pipeline/sources/aws/job-issues';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import type { AwsRole } from '@/lib/schemas/aws/job';
import { listLength } from '../../files/yaml/edit';
import { syntaxProblem } from '../../stack/relabel-pattern';
import { yamlIn } from '../../stack/settings';
import type { FileDraft } from '../../stack/source-files';
import type { Aws } from './aws';
import { editJob } from './edit-job';
import {
  hasRegionalJobs,
  JOBS,
  withExportedTags,
  withJobs,
  withoutJobs,
  withRegions,
  withRoles,
} from './edit-jobs';
import { accountsIn, regionsIn } from './jobs';
import { type JobsPlan, planJobs } from './plan-jobs';

const FIELD = 'sources.aws';
type Places = Pick<Aws, 'regions' | 'roles' | 'ownAccount'>;

/** What the file does not allow of one of these keeps that as it is, and nothing else of AWS. */
export function changeJobs(draft: FileDraft, before: Aws, wanted: Aws, isOtherPlace: boolean): void {
  const { regions } = wanted;
  const plan = planJobs(yamlIn(draft.texts(), 'yace-config', []), wanted.services, wanted.jobs);
  objectTo(draft, plan, before, wanted);
  const { gone, kept, added } = plan;
  const edit = (field: string, work: (text: string) => string) =>
    draft.section(`${FIELD}.${field}`, () => draft.edit('yace-config', work));
  // In place first: afterwards the places are others.
  for (const { index, at, now, settings } of kept) {
    const words = changesOf(now, settings);
    if (words.length === 0) continue;
    edit(`jobs.${at}`, (text) => editJob(text, [...JOBS, index], now, settings));
    draft.say(`AWS, ${jobWords(settings)}: ${words.join(', ')}`);
  }
  const fieldOf = (places: readonly { settings: JobsPlan['gone'][number]['settings'] }[]) =>
    places.every(({ settings }) => serviceOfJob(settings) === null) ? 'jobs' : 'services';
  const goneAt = gone.map(({ index }) => index);
  if (gone.length > 0) edit(fieldOf(gone), (text) => withoutJobs(text, goneAt));
  // Where there is no job with regions yet, those that come have them.
  const isInJobs = added.length === 0 || hasRegionalJobs(draft.text('yace-config'));
  if (isOtherPlace && isInJobs) edit('regions', (text) => withRegions(text, before.regions, regions));
  const accounts = accountChanges(before, wanted);
  const hasJobs = added.length === 0 || listLength(draft.text('yace-config'), JOBS) > 0;
  if (accounts.length > 0 && hasJobs) edit('roles', (text) => withRoles(text, before, wanted));
  const jobs = added.map(({ settings }) => settings);
  if (jobs.length > 0) edit(fieldOf(added), (text) => withJobs(text, jobs, wanted));
  sayPlaces(draft, before, isLastGone(draft, gone.length) ? placesLeft(draft) : wanted);
  const switched = [
    ...jobs.map((job) => `+ ${jobWords(job)}`),
    ...gone.map(({ settings }) => `− ${jobWords(settings)}`),
  ];
  if (switched.length > 0) draft.say(`AWS services: ${switched.join(', ')}`);
  changeExportedTags(draft, before, wanted);
}

/** Regions and roles stand in the discovery jobs, and go with the last of them. */
const isLastGone = (draft: FileDraft, gone: number) =>
  gone > 0 && listLength(draft.text('yace-config'), JOBS) === 0;

function placesLeft(draft: FileDraft): Places {
  const config = yamlIn(draft.texts(), 'yace-config', []);
  return { regions: regionsIn(config), ...accountsIn(config) };
}

function sayPlaces(draft: FileDraft, before: Aws, after: Places): void {
  const [was, is] = [before.regions, after.regions].map((regions) => regions.toSorted().join());
  if (was !== is)
    draft.say(`AWS regions: ${before.regions.join(', ') || 'none'} → ${after.regions.join(', ') || 'none'}`);
  const accounts = accountChanges(before, after);
  if (accounts.length > 0) draft.say(`AWS accounts: ${accounts.join(', ')}`);
}

function changeExportedTags(draft: FileDraft, before: Aws, wanted: Aws): void {
  for (const [namespace, tags] of Object.entries(wanted.exportedTags)) {
    if (isDeepStrictEqual(before.exportedTags[namespace] ?? [], tags)) continue;
    draft.section(`${FIELD}.exportedTags`, () =>
      draft.edit('yace-config', (text) => withExportedTags(text, namespace, tags)),
    );
    draft.say(`AWS, ${namespaceName(namespace)}: tags as labels ${tags.join(', ') || 'none'}`);
  }
}

/** In a few words each. Pure. */
function accountChanges(before: Accounts, wanted: Accounts): string[] {
  const words = ({ arn }: AwsRole) => `${accountOfRole(arn)} (role ${arn.split('/').at(-1)})`;
  const isIn = (roles: readonly AwsRole[], { arn }: AwsRole) => roles.some((role) => role.arn === arn);
  const others = wanted.roles.filter(
    (role) => isIn(before.roles, role) && !before.roles.some((one) => isDeepStrictEqual(one, role)),
  );
  return [
    ...(before.ownAccount === wanted.ownAccount ? [] : [`${wanted.ownAccount ? '+' : '−'} that of the key`]),
    ...wanted.roles.filter((role) => !isIn(before.roles, role)).map((role) => `+ ${words(role)}`),
    ...before.roles.filter((role) => !isIn(wanted.roles, role)).map((role) => `− ${words(role)}`),
    ...others.map((role) => `other external ID of ${words(role)}`),
  ];
}

const MOST_SEARCH_TAGS = 200;
const searchTagsOf = ({ jobs }: Aws) => jobs.reduce((sum, { searchTags = [] }) => sum + searchTags.length, 0);

/** Only to what is new: what stands in the file already may be odd. */
function objectTo(draft: FileDraft, { kept, added, stray }: JobsPlan, before: Aws, wanted: Aws): void {
  const object = (field: string, message: string, hint = '') =>
    draft.object(`${FIELD}.${field}`, message, hint);
  const tags = searchTagsOf(wanted);
  if (tags > MOST_SEARCH_TAGS && tags > searchTagsOf(before)) {
    // Each is tried by the rules of RE2, which takes a while for an odd one.
    object('jobs', `Search by at most ${MOST_SEARCH_TAGS} tags, of all services together.`);
    return;
  }
  const changed = [...kept, ...added.map((one) => ({ ...one, now: null }))];
  for (const { settings, now, at } of changed) {
    const old = new Set(now === null ? [] : jobIssues(now).map(({ message }) => message));
    for (const { path, message } of jobIssues(settings))
      if (!old.has(message)) object(['jobs', ...(at === null ? [] : [at]), ...path].join('.'), message);
    for (const [i, tag] of settings.searchTags.entries()) {
      const problem = syntaxProblem(tag.value);
      if (problem === null || now?.searchTags.some(({ value }) => value === tag.value)) continue;
      object(`jobs.${at}.searchTags.${i}.value`, problem, 'yace reads patterns by the rules of RE2.');
    }
  }
  for (const at of stray) {
    const job = wanted.jobs[at];
    if (job === undefined || before.jobs.some((one) => isDeepStrictEqual(one, job))) continue;
    const words = `${jobWords(job)} is not among the services, so nothing can be set for it.`;
    object(`jobs.${at}`, words, `Add ${serviceOfJob(job)} to the services, or leave it out of jobs.`);
  }
  for (const { path, message } of roleIssues(wanted.roles, before.roles, wanted.regions))
    object(path.join('.'), message, 'Correct it, or take the role out.');
  if (wanted.roles.length === 0 && !wanted.ownAccount)
    object('ownAccount', 'No account would be measured.', 'Measure that of the key, or add a role.');
  const kinds = new Set([...kept, ...added].map(({ settings }) => settings.namespace));
  for (const [namespace, tags] of Object.entries(wanted.exportedTags)) {
    const isNew = !isDeepStrictEqual(before.exportedTags[namespace] ?? [], tags);
    if (!isNew || tags.length === 0 || kinds.has(namespace)) continue;
    const words = `Nothing is measured of ${namespace}, so its tags cannot become labels: yace refuses its file then.`;
    object('exportedTags', words, 'Switch on a service of it, or leave the tags out.');
  }
}

/** What differs between a job as it is and as it is wanted, in a few words each. Pure. */
function changesOf(now: JobSettings, wanted: JobSettings): string[] {
  const times = (['period', 'length', 'delay'] as const).flatMap((key) =>
    now[key] === wanted[key] ? [] : [`${key} ${now[key]} s → ${wanted[key]} s`],
  );
  const names = (metrics: JobSettings['metrics']) => metrics.map(({ name }) => name);
  const [before, after] = [names(now.metrics), names(wanted.metrics)];
  const differs = wanted.metrics.filter((metric) => {
    const same = now.metrics.find(({ name }) => name === metric.name);
    return same !== undefined && !isDeepStrictEqual(same, metric);
  });
  return [
    ...times,
    ...after.filter((name) => !before.includes(name)).map((name) => `+ ${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `− ${name}`),
    ...differs.map(({ name }) => `other ${name}`),
    ...(isDeepStrictEqual(now.searchTags, wanted.searchTags) ? [] : ['tags to search by']),
  ];
}
