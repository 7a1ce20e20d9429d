import 'server-only';
import {
  RESOURCES_A_PAGE,
  type Resource,
  type ResourcesQuery,
  type ResourcesRead,
} from '@/lib/schemas/resources';
import type { SourcePart } from '@/lib/schemas/snapshot';
import type { FoundResource } from '../stack/discovery';
import { facetsOf, inAccount, isOfSeveral, placesOf } from './facets';
import type { Reading } from './reading';
import { stateOf } from './state';

const MOST_TAGS = 6;
const MOST_TEXT = 300;
const IDLE = 'No data point in the newest round: idle.';
const NO_SERIES = 'Found, and no data point: idle, or its metrics are others than those that are asked for.';

/** What is beside a reading: names that its cloud keeps, and what each part of the source says. */
export interface BesideReading {
  names: ReadonlyMap<string, string>;
  parts: readonly SourcePart[];
  roundSeconds: number | null;
}

/** One page of what was found, filtered and sorted. Pure. */
export function listOf(reading: Reading, query: ResourcesQuery, beside: BesideReading): ResourcesRead {
  const { resources, atMs: readAtMs, isCut } = reading;
  const needle = query.q.toLowerCase();
  const placeOf = placesOf(reading);
  const matching = resources.filter(
    (one) =>
      (query.place === '' || placeOf(one) === query.place) && isMatch(one, query, needle, beside.names),
  );
  const sorted = sortedBy(matching, query.sort);
  const pages = Math.max(1, Math.ceil(matching.length / RESOURCES_A_PAGE));
  const page = Math.min(query.page, pages);
  const from = (page - 1) * RESOURCES_A_PAGE;
  return {
    state: 'read',
    readAtMs,
    roundSeconds: beside.roundSeconds,
    page,
    pages,
    matching: matching.length,
    all: resources.length,
    isCut,
    rows: sorted
      .slice(from, from + RESOURCES_A_PAGE)
      .map((one) => ({ ...shown(one, beside), account: isOfSeveral(reading) ? ownerWords(one) : '' })),
    ...facetsOf(reading),
  };
}

function isMatch(
  one: FoundResource,
  query: ResourcesQuery,
  needle: string,
  names: ReadonlyMap<string, string>,
): boolean {
  if (query.service !== '' && one.service !== query.service) return false;
  if (query.tag !== '' && !one.tags.includes(query.tag)) return false;
  if (query.state !== undefined && stateOf(one) !== query.state) return false;
  if (needle === '') return true;
  const texts = [one.name, one.id, one.account, one.alias, names.get(one.unnamed) ?? '', ...one.tags];
  return texts.some((text) => text.toLowerCase().includes(needle));
}

/** What lacks data first. */
const STATES = ['none', 'idle', 'flowing'];

/** They come sorted by their names, and a sort keeps the order of equals. */
function sortedBy(found: readonly FoundResource[], sort: ResourcesQuery['sort']): readonly FoundResource[] {
  if (sort === 'series') return found.toSorted((a, b) => b.figures.length - a.figures.length);
  if (sort === 'place') return found.toSorted((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  if (sort === 'state')
    return found.toSorted((a, b) => STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)));
  return found;
}

function shown(one: FoundResource, { names, parts }: BesideReading): Omit<Resource, 'account'> {
  const state = stateOf(one);
  const figure = one.figures.find(({ value }) => !Number.isNaN(value));
  const notes = [viaWords(one), whyWords(one, state, parts)].filter((note) => note !== null);
  return {
    id: one.id,
    name: one.name.slice(0, MOST_TEXT),
    title: names.get(one.unnamed)?.slice(0, MOST_TEXT) ?? null,
    service: one.service,
    kind: one.kind,
    place: one.place,
    tags: one.tags.slice(0, MOST_TAGS).map((tag) => tag.slice(0, MOST_TEXT)),
    moreTags: Math.max(0, one.tags.length - MOST_TAGS),
    state,
    note: notes.length === 0 ? null : notes.join(' '),
    series: one.figures.length,
    figure: figure ? { metric: figure.metric, value: figure.value, atMs: figure.atMs } : null,
  };
}

const ownerWords = ({ account, alias }: FoundResource) => (alias === '' ? account : `${alias} (${account})`);

const viaWords = ({ via }: FoundResource) =>
  via === '' ? null : `It has no tag of its own, and is collected through its cluster ${via}, which has one.`;

/** Why it gives nothing: what is wrong with all of its part, else that nothing runs. */
function whyWords(one: FoundResource, state: Resource['state'], parts: readonly SourcePart[]): string | null {
  if (state === 'flowing') return null;
  const { prefix, place, account } = one;
  const partIn = (where: string) => parts.find(({ id }) => isOfPart(prefix, where, id));
  // What is of no role is of the account of the key, which parts do not name.
  const part = partIn(inAccount(place, account)) ?? partIn(place);
  if (part?.state === 'blind' && part.message !== null) return part.message;
  return state === 'idle' ? IDLE : NO_SERIES;
}

/** Of `AWS/SQS eu-west-1` the series begin with `aws_sqs_`. */
function isOfPart(prefix: string, where: string, id: string): boolean {
  const [service = '', ...place] = id.split(' ');
  const slug = service.toLowerCase().replace(/[^a-z0-9]/g, '_');
  return where === place.join(' ') && (prefix === `${slug}_` || prefix === `aws_${slug}_`);
}
