import 'server-only';
import {
  durationProblem,
  filterProblem,
  type GcpOptions,
  type GcpServiceId,
  gcpDurationIds,
  gcpDurations,
  gcpService,
  gcpServiceIds,
  gcpSwitches,
  gcpSwitchIds,
  prefixProblem,
  scrapeTimeoutProblem,
  timeoutProblem,
} from '@/lib/pipeline/sources/gcp/services';
import { GCP_MOST_PROJECTS, gcpProjectIdSchema } from '@/lib/schemas/gcp/gcp';
import type { Texts } from '../../change/records/texts';
import type { WritableStackFileId } from '../../files/stack-files';
import { jobTimings, scrapeTimeout } from '../../stack/scrape-jobs';
import type { FieldFault, FileDraft } from '../../stack/source-files';
import { withPrefixes, withServices } from './flags';
import type { Gcp } from './gcp';
import { optionsIn, withList, withOptions } from './options';

const NO_SERVICE = 'Choose at least one service, such as Cloud Run.';
const TOO_MANY = `Use at most ${GCP_MOST_PROJECTS} projects.`;

/** Works Google Cloud in. What the file does not allow keeps what it is about as it is, and nothing else. */
export function change(draft: FileDraft, before: Gcp, wanted: Gcp): void {
  const { projectId, keyJson } = wanted;
  if (before.projectId !== projectId) {
    draft.setEnv({ GCP_PROJECT_ID: projectId });
    draft.say(`Google Cloud project: ${before.projectId || 'none'} → ${projectId}`);
  }
  changeLists(draft, before, wanted);
  changeOptions(draft, before, wanted);
  if (keyJson === null || keyJson === before.keyJson) return;
  draft.edit('gcp-key', () => keyJson);
  draft.say('Google Cloud: new key file');
}

function changeLists(draft: FileDraft, before: Gcp, wanted: Gcp): void {
  const change = <T extends string>(
    field: 'services' | 'prefixes' | 'moreProjects' | 'filters',
    noun: string,
    name: (one: T) => string,
    [was, is]: [readonly T[], readonly T[]],
    edit: (text: string, added: T[], gone: T[]) => string,
  ) => {
    const added = is.filter((one) => !was.includes(one));
    const gone = was.filter((one) => !is.includes(one));
    if (added.length + gone.length === 0) return;
    draft.section(`sources.gcp.${field}`, () => draft.edit('gcp-metrics', (text) => edit(text, added, gone)));
    const said = [...added.map((one) => `+ ${name(one)}`), ...gone.map((one) => `− ${name(one)}`)];
    draft.say(`Google Cloud ${noun}: ${said.join(', ')}`);
  };
  const itself = (one: string) => one;
  change('moreProjects', 'projects', itself, [before.moreProjects, projectsBeside(wanted)], (text, ...both) =>
    withList(text, 'moreProjects', ...both),
  );
  const order = (ids: readonly GcpServiceId[]) => gcpServiceIds.filter((id) => ids.includes(id));
  const serviceName = (id: GcpServiceId) => gcpService(id).name;
  change('services', 'services', serviceName, [before.services, order(wanted.services)], withServices);
  // What a service asks for now is no prefix beside it.
  const ofServices = wanted.services.flatMap((id) => gcpService(id).prefixes);
  const beside = (prefixes: readonly string[]) => prefixes.filter((one) => !ofServices.includes(one));
  change('prefixes', 'metrics', itself, [beside(before.prefixes), beside(wanted.prefixes)], withPrefixes);
  change('filters', 'filters', itself, [before.filters, wanted.filters], (text, ...both) =>
    withList(text, 'filters', ...both),
  );
}

/** The first stands in `.env`, and nowhere else. */
const projectsBeside = ({ projectId, moreProjects }: Gcp) => moreProjects.filter((id) => id !== projectId);

function changeOptions(draft: FileDraft, before: Gcp, wanted: Gcp): void {
  const ids = [...gcpDurationIds, ...gcpSwitchIds].filter((id) => before[id] !== wanted[id]);
  if (ids.length === 0) return;
  const changed: Partial<GcpOptions> = Object.fromEntries(ids.map((id) => [id, wanted[id]]));
  draft.section('sources.gcp.options', () => draft.edit('gcp-metrics', (text) => withOptions(text, changed)));
  for (const id of gcpDurationIds)
    if (changed[id] !== undefined) draft.say(`${gcpDurations[id].flag} ${before[id]} s → ${wanted[id]} s`);
  for (const id of gcpSwitchIds)
    if (changed[id] !== undefined) draft.say(`${gcpSwitches[id].flag} ${wanted[id] ? 'on' : 'off'}`);
}

/** @param found what can be told of the credentials */
export function objectTo(
  draft: FileDraft,
  before: Gcp,
  wanted: Gcp,
  found: { ok: boolean; message: string; projectId: string | null },
): void {
  const object = (field: string, message: string) =>
    draft.object(`sources.gcp.${field}`, message, 'Correct it, or switch Google Cloud off.');
  const isNewId = !before.enabled || before.projectId !== wanted.projectId;
  const isNewKey = !before.enabled || before.keyJson !== wanted.keyJson;
  const isIdMissing = wanted.projectId === '' && found.projectId !== null;
  if (!found.ok && (isIdMissing ? isNewId : isNewKey)) {
    object(isIdMissing ? 'projectId' : 'keyJson', found.message);
  }
  const problemOf = (id: string) => gcpProjectIdSchema.safeParse(id).error?.issues[0]?.message ?? null;
  const form = before.projectId === wanted.projectId ? null : problemOf(wanted.projectId);
  if (form && wanted.projectId !== '') object('projectId', form);
  const asked = ({ services, prefixes }: Gcp) => services.length + prefixes.length;
  if (asked(wanted) === 0 && (asked(before) > 0 || !before.enabled)) object('services', NO_SERVICE);

  const objectToAdded = (
    field: 'prefixes' | 'moreProjects' | 'filters',
    problem: (one: string) => string | null,
  ) => {
    const added = wanted[field].filter((one) => !before[field].includes(one));
    const first = added.map(problem).find((words) => words !== null);
    if (first) object(field, first);
  };
  objectToAdded('prefixes', prefixProblem);
  objectToAdded('moreProjects', (id) => {
    if (wanted.moreProjects.length >= GCP_MOST_PROJECTS) return TOO_MANY;
    const words = problemOf(id);
    return words && `“${id.slice(0, 80)}”: ${words}`;
  });
  const all = [...wanted.services.flatMap((id) => gcpService(id).prefixes), ...wanted.prefixes];
  objectToAdded('filters', (filter) => filterProblem(filter, all));
  for (const id of gcpDurationIds.filter((one) => before[one] !== wanted[one])) {
    const words = durationProblem(id, wanted[id]);
    if (words) object(id, words);
  }
}

/** A timeout for each answer of Google that is not shorter than vmagent’s for the whole collection. */
export const misfits = {
  files: ['gcp-metrics', 'vmagent-config'],
  find(texts: Texts, touched: readonly WritableStackFileId[]): FieldFault[] {
    const timing = jobTimings(texts).get('stackdriver-exporter');
    if (timing === undefined) return [];
    const { timeoutSeconds } = optionsIn(texts.get('gcp-metrics') ?? '');
    const isGoogles = touched.includes('gcp-metrics');
    const message = isGoogles
      ? timeoutProblem(timeoutSeconds, scrapeTimeout(timing))
      : scrapeTimeoutProblem(scrapeTimeout(timing), timeoutSeconds);
    const field = isGoogles ? 'sources.gcp.timeoutSeconds' : 'scrape.stackdriver-exporter.timeoutSeconds';
    return message === null ? [] : [{ field, message, hint: 'Make the one shorter, or the other longer.' }];
  },
} as const;
