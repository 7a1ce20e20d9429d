import 'server-only';
import { groupedBy } from '@/lib/finding-groups';
import { readAwsPlace } from '@/lib/pipeline/sources/aws/accounts';
import type { SourcePart } from '@/lib/schemas/snapshot';
import type { JsonLogEntry } from '../../../vmagent/json-log';
import type { ExpectedPart, Told } from '../eye';
import { asRegion, noMetric } from './cause';
import { accountsOf, type Line, linesOf, newestCause, newestRound, ROUNDS } from './lines';
import { type Count, countsBy, resourcesIn, seriesPrefix, type YaceMetrics } from './metrics';

/** Account, resources and metrics of one round take this long at most, with every retry of YACE's. */
const FIRST_ROUND_MS = 120_000;

/** One moment of YACE. */
export interface Moment {
  metrics: YaceMetrics;
  entries: readonly JsonLogEntry[];
  expected: readonly ExpectedPart[];
  /** Since when it runs with this configuration. */
  fromMs: number;
  /** When it was last seen to have made a call. */
  calledAtMs: number;
  /** As above, of a call that was made while it was looked at; null: none was. */
  roundAtMs: number | null;
  intervalSeconds: number;
  nowMs: number;
}

/** A part, and why it gives nothing or too little. */
export interface JudgedPart
  extends Pick<SourcePart, 'id' | 'name' | 'account' | 'state' | 'series' | 'newestAtMs' | 'resources'> {
  told: Told | null;
}

const EMPTY = 'CloudWatch has no metric of it: nothing has reported there in the last two weeks.';
const NO_POINTS =
  'CloudWatch answers and had no data point in the newest round: nothing runs there at the moment.';
const QUIET = 99;
const FIX_METRIC =
  'Compare the name with the metrics that CloudWatch lists for the service, and correct config/yace/config.yml in the stack folder.';
const FIX_SILENT =
  'Check the internet connection of this Pi. If it goes on, restart yace: it asks anew then.';
const SILENT: Told = {
  kind: 'silent',
  rank: QUIET,
  words: 'AWS does not answer: yace waits for its first answer.',
  cause: 'unreached',
  fix: FIX_SILENT,
};
const STALE: Told = {
  ...SILENT,
  kind: 'stale',
  words: 'AWS does not answer: yace waits, and its values are those of an earlier round.',
};
const SAME: Told = {
  kind: 'same-account',
  rank: QUIET,
  words: 'A role is of the same account as the access key: its series are those of the role.',
};
/** Where its file has no job that Weir can follow, all that it asks for is one thing. */
const ALL: ExpectedPart = { service: '', place: '', name: 'AWS', metrics: [] };
/** A call of several jobs failed; which series are missing is not said. */
const SOME = { id: 'some', name: 'some metrics' } as const;

/** What failed of no job in particular and none of the parts says, of each account its most telling cause. */
function untoldCause(others: readonly Line[], loose: readonly Line[], parts: readonly JudgedPart[]) {
  const failed = newestRound(loose);
  const byAccount = failed.length === 0 ? [others] : groupedBy(failed, ({ account }) => account).values();
  const causes = [...byAccount].flatMap((lines) => newestCause(lines) ?? []);
  return causes.find(({ kind }) => !parts.some(({ told }) => told?.kind === kind)) ?? null;
}

const idOf = ({ service, place }: ExpectedPart) => `${service} ${place}`.trim();

/** An account for people, by the name that it gives itself. */
function accountWords(account: string, counts: readonly Count[], roles: ReadonlySet<string>): string {
  const { alias = '' } =
    counts.find((one) => (account === '' ? !roles.has(one.account) : one.account === account)) ?? {};
  const words = account === '' ? 'account of the access key' : `account ${account}`;
  return alias === '' ? words : `${words}: ${alias}`;
}

/** What YACE exposes of a part. */
function seriesOf(counts: readonly Count[]) {
  const sum = (key: 'series' | 'values' | 'nothing') => counts.reduce((all, count) => all + count[key], 0);
  return {
    series: sum('series'),
    values: sum('values'),
    nothing: sum('nothing'),
    resources: resourcesIn(counts),
  };
}

/**
 * Whether each thing that YACE asks AWS for arrives. A round's series take the place of those of the round before, so a
 * part without series failed in the newest round, or has nothing; the log of that round says which. Neither `up` nor a
 * counter tells: YACE answers 200 and counts before it asks (pkg/job/scrape.go, pkg/clients/cloudwatch/client.go). Pure.
 */
export function judgeParts(moment: Moment): JudgedPart[] {
  const lines = linesOf(moment);
  const expected = moment.expected.length > 0 ? moment.expected : [ALL];
  // What CloudWatch refuses is logged without the job; the job then says that it came to nothing.
  const byPart = groupedBy(lines, ({ part }) => (expected[0] === ALL ? idOf(ALL) : part));
  const ids = new Set(expected.map(idOf));
  const others = lines.filter(({ part }) => expected[0] !== ALL && !ids.has(part));
  const loose = others.filter(({ part }) => part === '');
  const countsOf = countsBy(moment.metrics, expected);
  const roles = accountsOf(expected);
  const all = moment.metrics.counts;
  const isOfRoles = all.length > 0 && all.every(({ account }) => account !== '' && roles.has(account));
  const parts = expected.map((part): JudgedPart => {
    const own = byPart.get(idOf(part)) ?? [];
    const { account } = readAwsPlace(part.place);
    const counts = part.service === ALL.service ? all : countsOf(part);
    const { series, resources: count, values, nothing } = seriesOf(counts);
    const ofIts = loose.filter((line) => line.account === null || line.account === account);
    const found = newestCause(own) ?? (series === 0 ? newestCause(ofIts) : null);
    const resources = part.resource && { resources: { name: part.resource, count } };
    const whose = roles.size > 1 && { account: accountWords(account, all, roles) };
    const newest = series > 0 && moment.roundAtMs !== null && { newestAtMs: moment.roundAtMs };
    const base = { id: idOf(part), name: part.name, series, ...newest, ...whose, ...resources };
    if (found !== null) return { ...base, state: 'blind', told: found };
    if (series === 0) return { ...base, ...ofNothing(moment, account === '' && isOfRoles, own.length > 0) };
    if (isStale(moment)) return { ...base, state: 'blind', told: STALE };
    return values === 0 && nothing > 0
      ? { ...base, state: 'idle', told: { kind: 'idle', rank: QUIET, words: NO_POINTS } }
      : { ...base, state: 'flowing', told: unknownMetrics(counts, part) };
  });
  const isKeyGood = parts.some(({ state }) => state === 'flowing' || state === 'idle');
  if (isKeyGood) for (const part of parts) part.told &&= asRegion(part.told);
  const told = untoldCause(others, loose, parts);
  return told === null ? parts : [...parts, { ...SOME, series: 0, state: 'blind', told }];
}

/** CloudWatch names no metric that it does not have, and YACE does not say that it asks in vain. */
function unknownMetrics(counts: readonly Count[], { service, metrics: names }: ExpectedPart): Told | null {
  const has = (metric: string) => {
    const prefix = seriesPrefix(service, metric);
    return counts.some(({ name }) => name.startsWith(prefix));
  };
  const missing = names.filter((metric) => !has(metric));
  if (missing.length === 0) return null;
  return { kind: 'metric', rank: QUIET, words: noMetric(missing), fix: FIX_METRIC };
}

/**
 * @param isElsewhere a part of the access key’s account, and all series are of roles
 * @param cameToNothing its job has said so, and nothing of a fault
 */
function ofNothing(
  moment: Moment,
  isElsewhere: boolean,
  cameToNothing: boolean,
): Pick<JudgedPart, 'state' | 'told'> {
  if (cameToNothing) return { state: 'idle', told: { kind: 'empty', rank: QUIET, words: EMPTY } };
  if (moment.nowMs - moment.fromMs <= FIRST_ROUND_MS) return { state: 'pending', told: null };
  // A round that ends says of each job that it came to nothing, unless others have its series.
  return isElsewhere && !isStale(moment) ? { state: 'idle', told: SAME } : { state: 'blind', told: SILENT };
}

/** A round that AWS does not answer never ends, and the next one never begins: the series of the last one stay. */
const isStale = ({ metrics, calledAtMs, intervalSeconds, nowMs }: Moment) =>
  metrics.calls > 0 && nowMs - calledAtMs > intervalSeconds * 1000 * ROUNDS + FIRST_ROUND_MS;
