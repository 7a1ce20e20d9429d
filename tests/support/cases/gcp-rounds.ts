import type { FakeGoogle } from '../fakes/gcp/server.ts';
import type { Fault } from '../fakes/gcp/state.ts';

/** Metric types that the shipped prefixes match: each is listed once and asked for in every round. */
export const TYPES = 6;
/** Those that give series: one is matched by a prefix that means another, and a filter keeps its series away. */
export const GIVING = 5;
/** The shipped prefixes. */
export const PREFIXES = 5;
/** Resources of each service, so series of each metric. */
export const EACH = 2;

export const PROJECT = 'garden-pond';
const TWO_HOURS_MS = 7_200_000;

export interface GcpRound {
  what: string;
  /** Makes the fault, before the first scrape of a new exporter. */
  break(google: FakeGoogle): void;
  /** The error of the round as it is logged; null: nothing is. */
  err: RegExp | null;
  /** Prefixes of which the panel says that they give nothing, where the others do; else nothing comes at all. */
  told?: string[];
  /** Errors that it logs for single metrics, beside that one. */
  more?: number;
  calls: { token: number; metricDescriptors: number; timeSeries: number };
  /** The exporter's own count of calls to the API. */
  counted: number;
  samples?: number;
}

const breakAs =
  (...faults: Fault[]) =>
  (google: FakeGoogle) => {
    google.state.faults = faults;
  };

/** A refused token is asked for once a prefix. */
const NO_TOKEN = { calls: { token: PREFIXES, metricDescriptors: 0, timeSeries: 0 }, counted: 0 };
/** The exporter counts a list of descriptors only where it succeeds. */
const NO_LIST = { calls: { token: 1, metricDescriptors: PREFIXES, timeSeries: 0 }, counted: 0 };
/** Statuses that are tried again. */
const TWICE = { calls: { token: 1, metricDescriptors: 2 * PREFIXES, timeSeries: 0 }, counted: 0 };
const FULL = {
  calls: { token: 1, metricDescriptors: PREFIXES, timeSeries: TYPES },
  counted: PREFIXES + TYPES,
};

const DENIED =
  /Error 403: Permission monitoring\.metricDescriptors\.list denied \(or the resource may not exist\)/;
const TIME = /Token must be a short-lived token \(60 minutes\) and in a reasonable timeframe/;

/** What each fault of Google makes of the exporter with its shipped flags. */
export const gcpRounds: GcpRound[] = [
  { what: 'no fault', break: () => undefined, err: null, ...FULL, samples: GIVING * EACH },
  {
    what: 'the key was deleted',
    break: ({ state }) => {
      state.accounts = Object.fromEntries(Object.keys(state.accounts).map((email) => [email, {}]));
    },
    err: /cannot fetch token: 400.*"invalid_grant".*Invalid JWT Signature\./s,
    ...NO_TOKEN,
  },
  {
    what: 'the account was deleted',
    break: ({ state }) => {
      state.accounts = {};
    },
    err: /invalid_grant.*Invalid grant: account not found/s,
    ...NO_TOKEN,
  },
  {
    what: 'a clock that is behind',
    break: ({ state }) => {
      state.clockAheadMs = TWO_HOURS_MS;
    },
    err: TIME,
    ...NO_TOKEN,
  },
  {
    what: 'a clock that is ahead',
    break: ({ state }) => {
      state.clockAheadMs = -TWO_HOURS_MS;
    },
    err: TIME,
    ...NO_TOKEN,
  },
  {
    what: 'no tokens to be had',
    break: breakAs({ at: 'token', kind: 'unavailable' }),
    err: /cannot fetch token: 503/,
    ...NO_TOKEN,
  },
  {
    what: 'the API is off',
    break: breakAs({ kind: 'api-off' }),
    err: /Error 403: Cloud Monitoring API has not been used in project \d+ before or it is disabled.*SERVICE_DISABLED/s,
    ...NO_LIST,
  },
  {
    what: 'billing is off',
    break: breakAs({ kind: 'billing-off' }),
    err: /Error 403: This API method requires billing to be enabled.*BILLING_DISABLED/s,
    ...NO_LIST,
  },
  { what: 'no permission', break: breakAs({ kind: 'no-permission' }), err: DENIED, ...NO_LIST },
  {
    what: 'a project that does not exist',
    break: ({ state }) => {
      state.projects = {};
    },
    err: DENIED,
    ...NO_LIST,
  },
  {
    what: 'no permission for the series',
    break: breakAs({ kind: 'no-permission', at: 'timeSeries' }),
    err: /Error 403: Permission monitoring\.timeSeries\.list denied/,
    ...FULL,
    more: TYPES,
  },
  {
    what: 'an unknown project',
    break: breakAs({ kind: 'not-found', project: PROJECT }),
    err: /Error 404: Unknown project: garden-pond/,
    ...NO_LIST,
  },
  {
    what: 'the access token is refused',
    break: breakAs({ kind: 'unauthenticated' }),
    err: /Error 401: Request had invalid authentication credentials/,
    ...NO_LIST,
  },
  {
    what: 'too many calls',
    break: breakAs({ kind: 'rate-limit' }),
    err: /Error 429: Quota exceeded.*RATE_LIMIT_EXCEEDED/s,
    ...TWICE,
  },
  {
    what: 'too many calls for one metric',
    break: breakAs({ kind: 'rate-limit', type: 'run.googleapis.com/request_count', at: 'timeSeries' }),
    err: /Error 429: Quota exceeded/,
    more: 1,
    calls: { ...FULL.calls, timeSeries: TYPES + 1 },
    counted: FULL.counted,
    samples: (GIVING - 1) * EACH,
    told: ['run.googleapis.com/request_count blind limited'],
  },
  {
    what: 'a fault of Google',
    break: breakAs({ kind: 'unavailable' }),
    err: /Error 503: The service is currently unavailable/,
    ...TWICE,
  },
  {
    what: 'a fault of Google that passes',
    break: breakAs({ kind: 'unavailable', times: 1 }),
    err: null,
    calls: { ...FULL.calls, metricDescriptors: PREFIXES + 1 },
    counted: FULL.counted,
    samples: GIVING * EACH,
  },
  {
    what: 'no answer',
    break: breakAs({ kind: 'hang' }),
    err: /deadline exceeded|Client\.Timeout/,
    ...NO_LIST,
  },
  { what: 'no series', break: breakAs({ kind: 'no-series', at: 'timeSeries' }), err: null, ...FULL },
  {
    what: 'no metric of these names',
    break: breakAs({ kind: 'no-series' }),
    err: null,
    calls: { token: 1, metricDescriptors: PREFIXES, timeSeries: 0 },
    counted: PREFIXES,
  },
];
