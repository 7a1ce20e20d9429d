import type { AccountKeys } from './keys.ts';

export interface Distribution {
  count: number;
  mean: number;
  /** Upper bounds of all buckets but the last, which has none. */
  bounds: number[];
  counts: number[];
}

export interface Point {
  /** How long ago it ended, by Google's clock, counted from the last full sample period. */
  ageSeconds: number;
  value: number | boolean | string | Distribution;
}

export interface Series {
  metricLabels: Record<string, string>;
  resourceLabels: Record<string, string>;
  points: Point[];
}

export interface Metric {
  type: string;
  kind: 'GAUGE' | 'DELTA' | 'CUMULATIVE';
  valueType: 'INT64' | 'DOUBLE' | 'BOOL' | 'STRING' | 'DISTRIBUTION';
  unit: string;
  samplePeriodSeconds: number;
  /** How long after its end a point can be had. */
  ingestDelaySeconds: number;
  /** Type of the monitored resource. */
  resource: string;
  /** A metric that nothing writes has none; it is listed all the same. */
  series: Series[];
}

export interface GoogleProject {
  number: string;
  /** Accounts with the role Monitoring Viewer. */
  viewers: string[];
  metrics: Metric[];
}

export type ApiMethod = 'metricDescriptors' | 'timeSeries';

/** How a call to the API fails; `no-series` is a good answer without any. */
export type ApiFaultKind =
  | 'api-off'
  | 'billing-off'
  | 'no-permission'
  | 'not-found'
  | 'rate-limit'
  | 'unauthenticated'
  | 'unavailable'
  | 'hang'
  | 'no-series';

interface ApiFault {
  kind: ApiFaultKind;
  /** Both, where not told. */
  at?: ApiMethod;
  /** Every project, where not told. */
  project?: string;
  /** Only calls that ask for a metric type, or a prefix, that begins with it. */
  type?: string;
  /** How many calls it still meets; all, where not told. */
  times?: number;
}

interface TokenFault {
  kind: 'unavailable' | 'hang';
  at: 'token';
  times?: number;
}

export type Fault = ApiFault | TokenFault;

export interface GoogleState {
  /** By email. A key that is taken out of its account was deleted. */
  accounts: Record<string, AccountKeys>;
  /** By project id. */
  projects: Record<string, GoogleProject>;
  /** The first that a call meets is what happens to it. */
  faults: Fault[];
  /** How far Google's clock is ahead of this machine's. */
  clockAheadMs: number;
  /** How long an access token is good for. */
  tokenSeconds: number;
  /** The most series, or descriptors, in one answer. */
  mostPerPage: number;
}
