import 'server-only';
import type { PiRow } from '@/lib/schemas/look/pis';
import { type Verdict, verdictStates } from '@/lib/schemas/snapshot';
import type { StoredValue } from '../destination/question';
import { addressIn, isOlderVersion, ownLabels, shownText, versionIn } from './labels';
import { MOST_PIS, type Of, ROOM } from './questions';
import { judgePi, rankOf } from './state';

export interface Seen {
  /** The name of this Pi; null: not known. */
  cluster: string | null;
  nowMs: number;
  /** By name: the newest samples of the look before, in milliseconds. */
  before: ReadonlyMap<string, number>;
}

interface Lines {
  of: (name: Of, cluster: string) => StoredValue[];
  /** As many lines as there may be of one kind: some may have been left out. */
  isCut: boolean;
  newest: StoredValue[];
}

/** What the answers say of each Pi, worst first. Pure. @param values of all questions, untrusted */
export function rowsOf(values: readonly StoredValue[], { cluster, nowMs, before }: Seen) {
  const lines = linesIn(values);
  const all = lines.newest.slice(0, MOST_PIS).map(({ labels, value }) => {
    const name = labels.cluster ?? '';
    const newestAtMs = Math.round(Math.min(Math.max(value * 1000, 0), nowMs));
    return { name, newestAtMs, ...toldOf(lines, name) };
  });
  const newestVersion = all.reduce<string | null>(
    (best, { version }) =>
      version !== null && (best === null || isOlderVersion(best, version)) ? version : best,
    null,
  );
  const here = all.find(({ name }) => name === cluster);
  const rows = all.map(({ name, verdicts, isDropping, ...told }): PiRow & { rank: number } => {
    const { newestAtMs, isTwofold, version, intervalSeconds } = told;
    const ageSeconds = (nowMs - newestAtMs) / 1000;
    const isAdvancing = newestAtMs > (before.get(name) ?? Number.POSITIVE_INFINITY);
    const judged = judgePi({
      ...{ ageSeconds, isAdvancing, isCut: lines.isCut },
      verdicts,
      isDropping,
      isTwofold,
    });
    const isThisPi = name === cluster;
    return {
      ...told,
      ...judged,
      name: shownText(name),
      isThisPi,
      address: isThisPi ? null : told.address,
      isOlder: version !== null && newestVersion !== null && isOlderVersion(version, newestVersion),
      isOtherInterval:
        intervalSeconds !== null && ![null, undefined, intervalSeconds].includes(here?.intervalSeconds),
      rank: rankOf(judged.state, isTwofold),
    };
  });
  return {
    pis: rows
      .sort((one, other) => one.rank - other.rank || (one.name < other.name ? -1 : 1))
      .map(({ rank: _, ...row }) => row),
    hasMore: lines.newest.length > MOST_PIS,
    newest: new Map(all.map(({ name, newestAtMs }) => [name, newestAtMs])),
  };
}

function linesIn(values: readonly StoredValue[]): Lines {
  const found = new Map<string, StoredValue[]>();
  const counts = new Map<string, number>();
  const put = (key: string, value: StoredValue) => found.set(key, [...(found.get(key) ?? []), value]);
  for (const value of values) {
    const { of = '', cluster = '' } = value.labels;
    if (!Object.hasOwn(ROOM, of) || cluster === '') continue;
    const count = (counts.get(of) ?? 0) + 1;
    // Also of a destination that does not leave out what is too much.
    if (count > ROOM[of as Of]) continue;
    counts.set(of, count);
    put(`${of} ${cluster}`, value);
  }
  const newest = [...found].flatMap(([key, [first]]) => (key.startsWith('newest ') && first ? [first] : []));
  return {
    of: (name, cluster) => found.get(`${name} ${cluster}`) ?? [],
    isCut: [...counts].some(([of, count]) => count >= ROOM[of as Of]),
    newest,
  };
}

/** More is nonsense, and no number that can be trusted to the last digit. */
const MOST = 1e12;
/** No source is read more seldom. */
const DAY_SECONDS = 86_400;
const wholeOf = (value: number | undefined): number | null =>
  value === undefined || value < 0 || value > MOST ? null : Math.round(value);

function toldOf({ of }: Lines, cluster: string) {
  const verdicts = of('verdict', cluster).flatMap(({ labels }): Verdict['state'][] =>
    verdictStates.filter((state) => state === labels.state),
  );
  const severity = (name: string) =>
    wholeOf(of('finding', cluster).find(({ labels }) => labels.severity === name)?.value) ?? 0;
  const panels = of('panel', cluster);
  const [interval] = of('interval', cluster);
  const versions = of('version', cluster).flatMap(({ labels }) => versionIn(labels.version ?? '') ?? []);
  return {
    verdicts,
    isDropping: of('dropped', cluster).length > 0,
    isTwofold: of('twofold', cluster).length > 0,
    series: wholeOf(of('series', cluster)[0]?.value),
    // A panel that finds nothing tells of its verdict alone.
    findings:
      verdicts.length === 0
        ? null
        : {
            losing: severity('losing'),
            waiting: severity('waiting'),
            warning: severity('warning'),
            info: severity('info'),
          },
    version: versions[0] ?? null,
    intervalSeconds: interval && interval.value >= 1 && interval.value <= DAY_SECONDS ? interval.value : null,
    labels: ownLabels(of('labels', cluster)[0]?.labels ?? {}),
    address: panels.map(({ labels }) => addressIn(labels.address ?? '')).find((one) => one !== null) ?? null,
  };
}
