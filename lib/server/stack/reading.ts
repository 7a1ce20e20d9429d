import 'server-only';
import type { Texts } from '../change/records/texts';
import { type Destination, destinationIn, variablesIn } from './settings';

/** How the destination is asked what it has. */
export interface Reading {
  kind: 'grafana-cloud' | 'other';
  /** In front of `/api/v1/query`, without a slash at the end. */
  base: string;
  username: string;
  secret: string;
}

/**
 * What is written to, and where the same is read. Grafana Cloud and Mimir: https://grafana.com/docs/mimir/latest/references/http-api/ ; a cluster of VictoriaMetrics:
 * https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#url-format
 */
const QUERY_PATHS: readonly [write: RegExp, query: string][] = [
  [/\/insert\/(\d+(?::\d+)?)\/prometheus\/api\/v1\/write$/, '/select/$1/prometheus'],
  [/\/insert\/(\d+(?::\d+)?)\/prometheus$/, '/select/$1/prometheus'],
  [/\/api\/prom\/push$/, '/api/prom'],
  [/\/api\/v1\/push$/, '/prometheus'],
  // Of a cluster that tells the tenant by a label nothing can be read in this way.
  [/(?<!\/insert\/multitenant\/prometheus)\/api\/v1\/write$/, ''],
];

/** Where the destination of an address of remote write is asked; null: not known. Always at the same host and port. */
export function queryBase(writeUrl: string): string | null {
  const url = URL.parse(writeUrl);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const path = url.pathname.replace(/\/+$/, '');
  const known = QUERY_PATHS.find(([write]) => write.test(path));
  return known ? `${url.origin}${path.replace(...known)}` : null;
}

/** A destination as a token is for it: its host, and who writes there. */
export function targetOf({ url, username }: Pick<Destination, 'url' | 'username'>): string {
  const { protocol, host } = URL.parse(url) ?? { protocol: '', host: '' };
  // Not before the host: there a name is taken for a password, and shown to nobody.
  return `${protocol}//${host}/${encodeURIComponent(username)}`;
}

/** What was set, for whichever destination. */
interface ReadingSet {
  username: string;
  secret: string;
  /** The token was given for the destination that is in use; to another one it is not sent. */
  isForThis: boolean;
}

/** Null: nothing is set. @throws AppError invalid-stack */
export function readingSetIn(texts: Texts): ReadingSet | null {
  const value = variablesIn(texts);
  const secret = value('WEIR_PROOF_TOKEN');
  if (secret === '') return null;
  const { url, username } = destinationIn(texts);
  return {
    username: value('WEIR_PROOF_USERNAME') || username,
    secret,
    isForThis: value('WEIR_PROOF_FOR') === targetOf({ url, username }),
  };
}

/** The token that counts: one that is typed, else what was set for this destination. Empty: none. @throws AppError invalid-stack */
export function tokenFor(texts: Texts, typed: string | undefined): string {
  const set = readingSetIn(texts);
  return typed || (set?.isForThis ? set.secret : '');
}

/** Null: the destination is not asked. @throws AppError invalid-stack */
export function readingIn(texts: Texts): Reading | null {
  const set = readingSetIn(texts);
  const { kind, url } = destinationIn(texts);
  const base = queryBase(url);
  if (kind === 'local' || !set?.isForThis || base === null) return null;
  return { kind, base, username: set.username, secret: set.secret };
}
