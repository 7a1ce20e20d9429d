import 'server-only';
import type { Release, ReleaseList } from '@/lib/schemas/updates/releases';
import type { OfferedRelease, Served } from '@/lib/schemas/updates/updates';
import type { Found } from './registry-check';
import { compareVersions, isNewer } from './version';

/** What is known besides the list. */
export interface Circumstances {
  list: ReleaseList | null;
  soakDays: number;
  nowMs: number;
  /** What registries have said; null: they are not asked. */
  found: Found | null;
  /** The versions that run, by their repositories. */
  running: ReadonlyMap<string, string>;
}

type Offer = Pick<Served, 'bad' | 'offered' | 'refused' | 'outside' | 'newestKnown'>;

const DAY_MS = 86_400_000;

/** What the list has for an image of which `version` runs; null: one that is no version, such as `latest`. Pure. */
export function offerOf(repository: string, version: string | null, known: Circumstances): Offer {
  const all = releasesOf(known.list, repository);
  const newer = version === null ? [] : all.filter((one) => isNewer(one.version, version));
  const offered = newer.find(({ bad }) => bad === undefined);
  return {
    bad: all.find((one) => version !== null && isSame(one.version, version))?.bad ?? null,
    offered: offered === undefined ? null : shown(offered, known),
    refused: newer.flatMap(({ version: name, bad }) =>
      bad === undefined ? [] : [{ version: name, why: bad }],
    ),
    outside: version === null ? null : outsideOf(repository, version, all[0]?.version ?? version, known),
    newestKnown: all[0]?.version ?? null,
  };
}

/** What a registry has beyond what runs and what the list has. */
function outsideOf(
  repository: string,
  version: string,
  listed: string,
  { found, soakDays, nowMs }: Circumstances,
): Offer['outside'] {
  const newest = found?.images[repository]?.newest ?? null;
  if (newest === null || !isNewer(newest.version, version) || !isNewer(newest.version, listed)) return null;
  const seenDays = Math.max(0, Math.floor((nowMs - newest.sinceMs) / DAY_MS));
  return {
    version: newest.version,
    seenDays,
    waitsUntil: seenDays >= soakDays ? null : dayAfter(newest.sinceMs, soakDays),
  };
}

const dayAfter = (sinceMs: number, days: number): string =>
  new Date(sinceMs + days * DAY_MS).toISOString().slice(0, 10);

/** What the list has of one version; null: nothing. */
export function releaseNamed(list: ReleaseList | null, repository: string, tag: string): Release | null {
  return releasesOf(list, repository).find(({ version }) => version === tag) ?? null;
}

/** What a version needs of the others and does not find, a sentence each. Pure. */
export function lacksOf({ needs = {}, version }: Release, running: Circumstances['running']): string[] {
  return Object.entries(needs).flatMap(([repository, least]) => {
    const there = running.get(repository);
    if (there === undefined || !isNewer(least, there)) return [];
    const name = repository.slice(repository.lastIndexOf('/') + 1);
    return [`${version} needs ${name} ${least} or newer; ${there} runs. Update that first.`];
  });
}

/** Newest first. */
function releasesOf(list: ReleaseList | null, repository: string): Release[] {
  const versions = list?.images.find((image) => image.repository === repository)?.versions ?? [];
  return versions.toSorted((one, other) => compareVersions(one.version, other.version) ?? 0);
}

const isSame = (one: string, other: string): boolean => one === other || compareVersions(one, other) === 0;

function shown(release: Release, { list, soakDays, nowMs, running }: Circumstances): OfferedRelease {
  const { version, digests, notes, released } = release;
  const since = Date.parse(released ?? list?.date ?? '');
  const ageDays = Math.floor((nowMs - since) / DAY_MS);
  const isOut = ageDays >= soakDays;
  return {
    version,
    digest: digests?.index ?? null,
    notes,
    // The clock of a Pi that has just been started may be years behind.
    ageDays: ageDays < 0 ? null : ageDays,
    waitsUntil: isOut ? null : dayAfter(since, soakDays),
    lacks: lacksOf(release, running),
  };
}
