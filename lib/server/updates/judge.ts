import 'server-only';
import { plural } from '@/lib/format';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { grown, type Look, seriesOf } from './look';

/** What an update is judged by. */
export interface Trial {
  service: ServiceName;
  /** The jobs whose targets have to be up as before, and whose series may not change. */
  jobs: readonly string[];
  /** Those of them whose exporter asks on a clock of its own: after a start it has nothing for a while. */
  slowJobs: readonly string[];
  /** Jobs that say much of the program itself: another version counts other things. */
  ownJobs: readonly string[];
  maySeriesDiffer: boolean;
  /** Right before the service was recreated. */
  before: Look;
  /** When that began. */
  sinceMs: number;
  /** For how long it is watched. */
  limitMs: number;
}

export interface Judgement {
  state: 'watching' | 'good' | 'bad';
  /** A sentence: how it stands, what was seen in the end, or what is wrong. */
  words: string;
  /** The destination may be the cause: whether it takes data from others tells. */
  isOfDelivery?: true;
}

/** So long may be wrong what may come right: a first scrape, a destination that was away for a moment. */
export const PATIENCE_MS = 180_000;
/** What begins right before the end, as one scrape that took too long, is watched for so long, or half the watch. */
const FLEETING_MS = 45_000;
/** Most that the series of a job may change by, as a part and as a number: small jobs change by a few at any time. */
const SERIES_PART = 0.05;
const SERIES_MORE = 5;
/** Two scrapes may come late by so much, until nothing was delivered for too long. */
const LATE_MS = 15_000;

/** What is wrong now and does not come right, or was lost; null: nothing. */
type Fault = (trial: Trial, look: Look) => string | null;

/**
 * How an update goes. Pure.
 * @param looks since the service was recreated, oldest first; at least one
 */
export function judge(trial: Trial, looks: readonly Look[]): Judgement {
  const now = looks.at(-1);
  if (now === undefined) return { state: 'watching', words: 'Nothing was seen yet.' };
  const end = ended(trial, now);
  if (end !== null) return { state: 'bad', words: end };
  const loss = lost(trial, now);
  if (loss !== null) return { state: 'bad', words: loss, isOfDelivery: true };
  const isOver = now.atMs - trial.sinceMs >= trial.limitMs;
  const fleetingMs = Math.min(FLEETING_MS, trial.limitMs / 2);
  let isOpen = false;
  for (const { fault, isPatient, isOfDelivery } of pointsOf(trial, looks)) {
    const words = fault(trial, now);
    if (words === null) continue;
    const lastsMs = now.atMs - sinceWhen(fault, trial, looks);
    const isLasting = !isPatient && lastsMs >= PATIENCE_MS;
    if (isLasting || (isOver && lastsMs >= fleetingMs))
      return { state: 'bad', words, ...(isOfDelivery && { isOfDelivery }) };
    isOpen = true;
  }
  const seen = seenWords(trial, looks, now);
  return { state: isOver && !isOpen ? 'good' : 'watching', words: seen };
}

interface Point {
  fault: Fault;
  /** It is judged in the end alone. */
  isPatient?: boolean;
  isOfDelivery?: true;
}

/** What has to be so in the end, the first thing to be told first. */
function pointsOf(trial: Trial, looks: readonly Look[]): Point[] {
  const isPatient = (job: string) => trial.slowJobs.includes(job);
  const series = trial.maySeriesDiffer ? [] : trial.jobs.filter((job) => !trial.ownJobs.includes(job));
  return [
    { fault: silent },
    ...trial.jobs.map((job) => ({ fault: down(job) })),
    { fault: undelivered(looks), isOfDelivery: true },
    ...series.map((job) => ({ fault: otherSeries(job), isPatient: isPatient(job) })),
    { fault: unhealthy },
  ];
}

/** Since when a fault has been there without a break. */
function sinceWhen(fault: Fault, trial: Trial, looks: readonly Look[]): number {
  const lastGood = looks.findLastIndex((look) => fault(trial, look) === null);
  return looks[lastGood + 1]?.atMs ?? trial.sinceMs;
}

function ended({ service }: Trial, { container }: Look): string | null {
  if (container === null) return `The container of ${service} is gone.`;
  if (container.restarts > 0) return `${service} ended by itself and was started again by the engine.`;
  const isEnded = container.state !== 'running' && container.state !== 'created';
  return isEnded ? `The container of ${service} is ${container.state}.` : null;
}

function lost({ before }: Trial, now: Look): string | null {
  if (now.vmagent === null) return null;
  if (grown('rejectedBlocks', before, now) > 0)
    return 'The destination rejects samples since, and vmagent throws rejected samples away.';
  if (grown('overflowBlocks', before, now) > 0)
    return 'The buffer is full since, and vmagent throws samples away.';
  if (grown('brakedRows', before, now) > 0)
    return 'More series come since than the limit lets through, and vmagent throws samples of new ones away.';
  return null;
}

/** One that has not been checked yet is none: the first check comes late, and what arrives is the better evidence. */
const unhealthy: Fault = ({ service, before }, { container }) =>
  container?.health === 'unhealthy' && before.container?.health !== 'unhealthy'
    ? `${service} fails its health check.`
    : null;

const silent: Fault = (_trial, { vmagent, targets }) =>
  vmagent === null || targets === null ? 'vmagent does not answer.' : null;

/** The targets that were up before, each with what it is now. */
function targetsOf({ before }: Trial, now: Look, isOwn: (job: string) => boolean) {
  const were = before.targets?.filter(({ job, state }) => isOwn(job) && state === 'up') ?? [];
  return were.map(({ job, instance }) =>
    now.targets?.find((target) => target.job === job && target.instance === instance),
  );
}

const down =
  (job: string): Fault =>
  (trial, now) => {
    if (now.targets === null) return null;
    for (const target of targetsOf(trial, now, (one) => one === job)) {
      if (target === undefined) return `${job} is no target of vmagent’s since.`;
      const { state, lastError, lastScrapeAtMs } = target;
      if (state === 'down') return `vmagent cannot read ${job} since: ${lastError ?? 'no reason is given.'}`;
      if ((lastScrapeAtMs ?? 0) < trial.sinceMs) return `vmagent has not scraped ${job} since.`;
    }
    return null;
  };

const undelivered =
  (looks: readonly Look[]): Fault =>
  (trial, now) => {
    if (now.vmagent === null) return null;
    if (requestsIn(looks, now) === 0) return 'The destination has taken no sample since.';
    const quietMs = quietestMs(trial.before);
    const earlier = looks.findLast(({ atMs, vmagent }) => vmagent !== null && now.atMs - atMs >= quietMs);
    if (earlier === undefined || grown('delivered', earlier, now) > 0) return null;
    return `The destination has taken no sample for over ${Math.round(quietMs / 1000)} s.`;
  };

/** For how long nothing may be delivered: the target that is scraped most often was scraped twice. */
function quietestMs({ targets }: Look): number {
  const seconds = targets?.flatMap(({ state, intervalSeconds }) =>
    state === 'up' ? (intervalSeconds ?? []) : [],
  );
  return 2000 * Math.min(...(seconds?.length ? seconds : [60])) + LATE_MS;
}

/** Requests that the destination has taken since the first look. */
function requestsIn(looks: readonly Look[], now: Look): number {
  const first = looks.find(({ vmagent }) => vmagent !== null);
  return first === undefined ? 0 : grown('delivered', first, now);
}

const otherSeries =
  (job: string): Fault =>
  ({ before, sinceMs }, now) => {
    const [had, has] = [seriesOf(job, before), seriesOf(job, now, sinceMs)];
    if (had === null || has === null || had === 0) return null;
    const allowed = Math.max(SERIES_MORE, had * SERIES_PART);
    if (Math.abs(has - had) <= allowed) return null;
    const percent = Math.round((Math.abs(has - had) / had) * 100);
    return `${job} has ${percent} % ${has < had ? 'fewer' : 'more'} series than before: ${had} then, ${has} now.`;
  };

function seenWords(trial: Trial, looks: readonly Look[], now: Look): string {
  const { jobs, sinceMs } = trial;
  const targets = targetsOf(trial, now, (job) => jobs.includes(job));
  const up = targets.filter((one) => one?.state === 'up' && (one.lastScrapeAtMs ?? 0) >= sinceMs);
  const series = jobs.reduce((sum, job) => sum + (seriesOf(job, now, sinceMs) ?? 0), 0);
  const ofTargets = `${up.length} of ${plural(targets.length, 'target')} up, ${plural(series, 'series', 'series')}, `;
  return `${plural(requestsIn(looks, now), 'request')} taken by the destination, ${targets.length > 0 ? ofTargets : ''}nothing dropped.`;
}
