/** The services of Google Cloud that Weir knows how to ask for, as they are named in a change. */
export const gcpServiceIds = ['run', 'pubsub', 'functions'] as const;
export type GcpServiceId = (typeof gcpServiceIds)[number];

export interface GcpService {
  id: GcpServiceId;
  name: string;
  /** What it gives, in one line. */
  about: string;
  /** One of the things that it has figures of. */
  resource: string;
  /** Beginnings of the names of its metrics. */
  prefixes: readonly string[];
  /** What these match beside what is wanted, with a condition that no series of it fulfils. */
  filters: readonly string[];
  /** The line above its lines in config/gcp/metrics.flags. */
  comment: string;
}

/** The services that are switched on with one press; all of them are on in config/gcp/metrics.flags as it ships. */
export const gcpServices: readonly GcpService[] = [
  {
    id: 'run',
    name: 'Cloud Run',
    about: 'Requests and running instances, of functions of the 2nd generation too.',
    resource: 'Cloud Run service',
    prefixes: ['run.googleapis.com/request_count', 'run.googleapis.com/container/instance_count'],
    filters: [],
    comment: '# Cloud Run: requests and running instances',
  },
  {
    id: 'pubsub',
    name: 'Pub/Sub',
    about: 'Messages that wait in each subscription, and the age of the oldest.',
    resource: 'Pub/Sub subscription',
    prefixes: [
      'pubsub.googleapis.com/subscription/num_undelivered_messages',
      'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
    ],
    filters: [
      'pubsub.googleapis.com/subscription/oldest_unacked_message_age_by_region:resource.labels.subscription_id="-"',
    ],
    comment: '# Pub/Sub: what waits in each subscription, and for how long',
  },
  {
    id: 'functions',
    name: 'Cloud Functions',
    about: 'Executions of functions of the 1st generation; the 2nd reports as Cloud Run.',
    resource: 'function',
    prefixes: ['cloudfunctions.googleapis.com/function/execution_count'],
    filters: [],
    comment: '# Cloud Functions (first generation; the second reports as Cloud Run)',
  },
];

/** @throws Error for what is no service of the catalogue */
export function gcpService(id: GcpServiceId): GcpService {
  const service = gcpServices.find((one) => one.id === id);
  if (service === undefined) throw new Error(`${id} is no Google Cloud service of the catalogue.`);
  return service;
}

/** Where metrics of a prefix come from: `run.googleapis.com`. */
export const domainOf = (prefix: string): string => prefix.split('/', 1)[0] ?? '';

const EXAMPLE = 'storage.googleapis.com/api/request_count';
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const PATH = /^[A-Za-z0-9_][A-Za-z0-9_.~%:/-]*$/;

/** Why something that somebody typed cannot be asked for; null: it can. */
export function prefixProblem(prefix: string): string | null {
  const domain = domainOf(prefix);
  const path = prefix.slice(domain.length + 1);
  const named = prefix.length > 80 ? `${prefix.slice(0, 80)}…` : prefix;
  if (!DOMAIN.test(domain) || (path !== '' && !PATH.test(path)) || prefix.length > 256)
    return `“${named}” is no beginning of a metric’s name. One looks like ${EXAMPLE}.`;
  if (path !== '') return null;
  return `“${named}” is a whole service: hundreds of calls a scrape, and Google bills each series that it returns. Name a metric of it, as in ${EXAMPLE}.`;
}

/** How the exporter asks Google Cloud, beside what it asks for. Durations in seconds. */
export interface GcpOptions {
  windowSeconds: number;
  offsetSeconds: number;
  ingestDelay: boolean;
  sumDeltas: boolean;
  sumSeconds: number;
  timeoutSeconds: number;
}

interface DurationOption {
  /** Of stackdriver_exporter 0.19. */
  flag: string;
  /** What the exporter does without it. */
  normal: number;
  least: number;
  most: number;
  /** The line above it in config/gcp/metrics.flags. */
  comment: string;
}

const DAY = 86_400;

export const gcpDurations = {
  windowSeconds: {
    ...{ flag: 'monitoring.metrics-interval', normal: 300, least: 60, most: DAY },
    comment: '# How far back a collection looks; of each series only the newest point counts.',
  },
  offsetSeconds: {
    ...{ flag: 'monitoring.metrics-offset', normal: 0, least: 0, most: DAY },
    comment: '# How long before now that time ends.',
  },
  sumSeconds: {
    ...{ flag: 'monitoring.aggregate-deltas-ttl', normal: 1800, least: 60, most: DAY },
    comment: '# How long a sum stays after its last point.',
  },
  timeoutSeconds: {
    ...{ flag: 'stackdriver.http-timeout', normal: 10, least: 1, most: 3600 },
    comment: '# How long Google may take for each answer.',
  },
} as const satisfies Record<string, DurationOption>;
export type GcpDurationId = keyof typeof gcpDurations;
export const gcpDurationIds = Object.keys(gcpDurations) as GcpDurationId[];

/** Off, unless a line switches them on. */
export const gcpSwitches = {
  ingestDelay: {
    flag: 'monitoring.metrics-ingest-delay',
    comment: '# As much further back as Google says that each metric is late.',
  },
  sumDeltas: {
    flag: 'monitoring.aggregate-deltas',
    comment: '# Counts of a minute are summed up in memory.',
  },
} as const;
export type GcpSwitchId = keyof typeof gcpSwitches;
export const gcpSwitchIds = Object.keys(gcpSwitches) as GcpSwitchId[];

/** What the exporter does when no flag says otherwise. */
export const gcpDefaults: GcpOptions = {
  ...{ windowSeconds: gcpDurations.windowSeconds.normal, offsetSeconds: gcpDurations.offsetSeconds.normal },
  ...{ ingestDelay: false, sumDeltas: false, sumSeconds: gcpDurations.sumSeconds.normal },
  timeoutSeconds: gcpDurations.timeoutSeconds.normal,
};

/** Why a duration cannot be used; null: it can. @param seconds NaN for what is no number */
export function durationProblem(id: GcpDurationId, seconds: number): string | null {
  const { least, most } = gcpDurations[id];
  if (!Number.isInteger(seconds)) return 'Enter whole seconds.';
  if (seconds < least) return `Use at least ${least} s.`;
  return seconds > most ? `Use at most ${most} s.` : null;
}

/** An answer of Google ends before the scrape that waits for it. */
const isInTime = (seconds: number, scrapeTimeoutSeconds: number) => seconds < scrapeTimeoutSeconds;

/** What is said of that at the exporter’s own timeout; null: it is short enough. */
export function timeoutProblem(seconds: number, scrapeTimeoutSeconds: number): string | null {
  if (isInTime(seconds, scrapeTimeoutSeconds)) return null;
  return `Use less than ${scrapeTimeoutSeconds} s: vmagent waits that long for the whole collection, and takes nothing of a later one. That timeout stands under Settings → Intervals.`;
}

/** What is said of it at vmagent’s; null: it is long enough. */
export function scrapeTimeoutProblem(scrapeTimeoutSeconds: number, seconds: number): string | null {
  if (isInTime(seconds, scrapeTimeoutSeconds)) return null;
  return `Use more than ${seconds} s: Google may take that long for each answer, and vmagent takes nothing of a later collection. Google’s timeout stands under Settings → Sources.`;
}

/** Three times what the last collection took, in steps of 5 s; never less than the exporter's own. @param seconds it took */
export const recommendedTimeout = (seconds: number): number =>
  Math.max(gcpDefaults.timeoutSeconds, Math.ceil((3 * seconds) / 5) * 5);

/** What no series fulfils: each has its project. */
export const NO_SERIES = 'resource.labels.project_id="-"';
const FILTER_EXAMPLE = `pubsub.googleapis.com/subscription/num_unacked_messages_by_region:${NO_SERIES}`;

/** Why a filter cannot be used; null: it can. @param prefixes all that is asked for */
export function filterProblem(filter: string, prefixes: readonly string[]): string | null {
  const [, type = '', condition = ''] = /^([^\s:"]+):(.*)$/.exec(filter) ?? [];
  const named = filter.length > 80 ? `${filter.slice(0, 80)}…` : filter;
  if (filter.length > 1024) return `“${named}” is too long: use at most 1024 characters.`;
  if (condition.trim() === '')
    return `“${named}” is no filter. One has the beginning of a metric’s name, a colon and a condition: ${FILTER_EXAMPLE}`;
  if (type !== type.toLowerCase())
    return `“${named}” has capitals before the colon: the exporter would never find the metric. Shorten it to what stands before them.`;
  if (prefixes.some((prefix) => prefix.startsWith(type) || type.startsWith(prefix))) return null;
  return `“${named}” is of a metric that nothing above asks for.`;
}
