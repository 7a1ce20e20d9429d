import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import type { SourcePart } from '@/lib/schemas/snapshot';
import { type JsonLogEntry, jsonLog } from '../../../vmagent/json-log';
import { linesIn, readTimed } from '../../../vmagent/series';
import type { ExpectedPart, Look } from '../eye';
import { gcpCause } from './cause';

/** A collection that fails late logs while vmagent still waits; the panel's and the engine's clocks are one. */
const SLACK_MS = 2000;

/** Series of the exporter itself. */
const OWN = /^stackdriver_(?:monitoring|exporter)_/;
const NOTHING = 'Google has no series of it: nothing runs there, or no metric begins like this.';

/** All that the exporter has, once a day. */
export interface Listing {
  samples: number;
  /** Those of Google. */
  returned: number;
  /** Series of each name, by project. */
  series: ReadonlyMap<string, ReadonlyMap<string, Count>>;
  /** When they were counted. */
  atMs: number;
}

interface Count {
  series: number;
  /** Of their newest value; null: the exporter does not say. */
  newestAtMs: number | null;
}

const NONE: Count = { series: 0, newestAtMs: null };

const newest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** @param text of the exporter’s `/metrics`, untrusted */
export function listingOf(text: string, atMs: number): Listing {
  const counts = new Map<string, Map<string, Count>>();
  let samples = 0;
  let returned = 0;
  for (const line of linesIn(text)) {
    const sample = readTimed(line);
    if (sample === null) continue;
    const { name, series: labels } = sample;
    samples += 1;
    if (!name.startsWith('stackdriver_') || OWN.test(name)) continue;
    returned += 1;
    const project = labels.get('project_id') ?? '';
    const byProject = counts.get(name) ?? new Map<string, Count>();
    const { series, newestAtMs } = byProject.get(project) ?? NONE;
    byProject.set(project, { series: series + 1, newestAtMs: newest(newestAtMs, sample.atMs) });
    counts.set(name, byProject);
  }
  return { samples, returned, series: counts, atMs };
}

/** A log is read more often than it changes. */
const parsed = new WeakMap<readonly LogLine[], JsonLogEntry[]>();

/** Errors of the last collection: it logs them, and still answers 200. */
export function errorsOf(
  lines: readonly LogLine[],
  lastScrapeAtMs: number,
  durationSeconds: number | null,
): JsonLogEntry[] {
  const fromMs = lastScrapeAtMs - (durationSeconds ?? 0) * 1000 - SLACK_MS;
  const entries = parsed.get(lines) ?? jsonLog(lines);
  parsed.set(lines, entries);
  return entries.filter(({ level, atMs }) => level === 'error' && atMs >= fromMs);
}

const errorsIn = ({ lines, target }: Look): JsonLogEntry[] =>
  target?.lastScrapeAtMs ? errorsOf(lines, target.lastScrapeAtMs, target.durationSeconds) : [];

/** All that is asked for in one place is: where there is one project, its errors need not name it. */
const isAt = (place: string, entry: JsonLogEntry) => place === '' || entry.field('project_id') === place;

/** Errors of a whole project, without those that repeat one about a metric: all parts there get nothing. */
function wideOf(errors: readonly JsonLogEntry[]): ReadonlySet<JsonLogEntry> {
  const key = (entry: JsonLogEntry) => `${entry.field('project_id')} ${entry.err}`;
  const named = new Set(errors.filter((entry) => entry.field('descriptor')).map(key));
  return new Set(errors.filter((entry) => !entry.field('descriptor') && !named.has(key(entry))));
}

/** Whether each error of the last collection is about some of the parts, and others have none. */
export function isOfParts(look: Look, parts: readonly SourcePart[]): boolean {
  const errors = errorsIn(look);
  const places = new Set(look.expected.map(({ place }) => place).filter(Boolean));
  const isTold = (entry: JsonLogEntry) => places.has(entry.field('project_id'));
  return (
    errors.length > 0 && [...wideOf(errors)].every(isTold) && parts.some(({ state }) => state !== 'blind')
  );
}

/** A name without what the exporter puts between its words: it parts them at capitals and at digits too. */
const letters = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** What is known of each part: an error of the last collection about it, else what the listing has. */
export function gcpParts(look: Look, listing: Listing | null): SourcePart[] {
  const errors = errorsIn(look);
  const wide = wideOf(errors);
  const projects = [...new Set(look.expected.map(({ place }) => place))];
  return look.expected.map(({ service, place, name, resource }: ExpectedPart): SourcePart => {
    const id = place === '' ? service : `${place} ${service}`;
    const { series, newestAtMs } = countOf(service, place, projects, listing);
    const seen = listing !== null && newestAtMs !== null && { newestAtMs, countedAtMs: listing.atMs };
    const resources = resource && { resources: { name: resource, count: series } };
    const base = { id, name, series, ...resources };
    const isAbout = (entry: JsonLogEntry) =>
      entry.field('descriptor').startsWith(service) || (place !== '' && wide.has(entry));
    const [failed] = errors
      .filter((entry) => isAt(place, entry) && isAbout(entry))
      .map(({ err, msg }) => gcpCause(err || msg))
      .sort((a, b) => a.rank - b.rank);
    if (failed) {
      const { kind, words, fix } = failed;
      return { ...base, series: 0, state: 'blind', kind, message: words, fix: fix ?? null };
    }
    const quiet = { kind: null, message: null, fix: null };
    if (listing === null) return { ...base, state: 'pending', ...quiet };
    return base.series > 0
      ? { ...base, ...seen, state: 'flowing', ...quiet }
      : { ...base, state: 'idle', kind: 'empty', message: NOTHING, fix: null };
  });
}

/** Series name their project by its ID, also where the configuration has its number. */
function countOf(prefix: string, place: string, projects: readonly string[], listing: Listing | null): Count {
  const part = letters(prefix);
  const isOf = (project: string) =>
    place === '' || project === place || (/^\d+$/.test(place) && !projects.includes(project));
  return [...(listing?.series ?? [])]
    .filter(([name]) => letters(name).includes(part))
    .flatMap(([, byProject]) => [...byProject])
    .filter(([project]) => isOf(project))
    .reduce(
      (sum, [, one]) => ({
        series: sum.series + one.series,
        newestAtMs: newest(sum.newestAtMs, one.newestAtMs),
      }),
      NONE,
    );
}
