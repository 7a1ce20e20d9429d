import 'server-only';
import type { ResourcesRead } from '@/lib/schemas/resources';
import type { FoundResource } from '../stack/discovery';
import type { Reading } from './reading';
import { stateOf } from './state';

const MOST_FACETS = 200;
const MOST_TEXT = 300;

type Facets = Pick<ResourcesRead, 'services' | 'places' | 'tags' | 'states'>;
const kept = new WeakMap<Reading, Facets>();

/** What a reading can be filtered by, each with its count; made once, of all that was found. */
export function facetsOf(reading: Reading): Facets {
  const known = kept.get(reading);
  if (known) return known;
  const { resources } = reading;
  const made: Facets = {
    services: counted(resources.map(({ service }) => service)),
    places: counted(resources.map(placesOf(reading))),
    tags: counted(resources.flatMap(({ tags }) => tags)),
    states: counted(resources.map(stateOf)),
  };
  kept.set(reading, made);
  return made;
}

const several = new WeakMap<Reading, boolean>();

/** Whether what was found is of more accounts than one. */
export function isOfSeveral(reading: Reading): boolean {
  const known = several.get(reading);
  if (known !== undefined) return known;
  const accounts = new Set(reading.resources.flatMap(({ account }) => account || []));
  several.set(reading, accounts.size > 1);
  return accounts.size > 1;
}

/** Where a resource is: its region, and its account where there are several. */
export const placesOf = (reading: Reading) => {
  const isSeveral = isOfSeveral(reading);
  return ({ place, account }: FoundResource) => (isSeveral ? inAccount(place, account) : place);
};

/** As parts of a source are named. */
export const inAccount = (place: string, account: string) => (account === '' ? place : `${place}/${account}`);

/** The most frequent values, in the order of their names. */
function counted(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== '' && value.length <= MOST_TEXT) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_FACETS)
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}
