import 'server-only';
import type { Finding, Snapshot, Verdict } from '@/lib/schemas/snapshot';
import { DEAD_MAN_UNREACHABLE } from '@/lib/telling';
import type { DeadMan } from './types';

/** A snapshot older than this says nothing of now: the sampler takes one every 15 s. */
export const FRESH_MS = 60_000;
/** After its start the panel does not know yet; after this it should. */
export const START_MS = 3 * 60_000;
const MOST_IDS = 50;

/** Exit status for each state that is no success, for services that tell them apart. */
const EXIT_STATUS: Record<Exclude<Verdict['state'], 'ok'>, number> = {
  losing: 1,
  down: 2,
  unknown: 3,
  degraded: 4,
};

export interface Signal {
  kind: 'success' | 'failure';
  /** Behind the address: '' , `/fail` or `/<exit status>`. */
  suffix: string;
  /** Ids of the findings, one a line: the reason, and nothing else of the pipeline. */
  body: string;
}

export interface Seen {
  snapshot: Snapshot;
  nowMs: number;
  /** How long the panel has run, and how long the state has been no success. */
  upMs: number;
  failingMs: number;
}

/** Is the state one that counts as success? A snapshot that is old counts as unknown. */
export function isSuccess(
  { snapshot, nowMs }: Pick<Seen, 'snapshot' | 'nowMs'>,
  okWhile: DeadMan['okWhile'],
) {
  const state = stateOf(snapshot, nowMs);
  return state === 'ok' || (state === 'degraded' && okWhile === 'degraded');
}

/**
 * What to ping now; null: nothing. A failure is signalled once it has lasted as long as a finding must to be told;
 * before that, silence, which every such service bears for some minutes.
 */
export function deadManSignal(
  seen: Seen,
  { okWhile, failSignal }: Pick<DeadMan, 'okWhile' | 'failSignal'>,
  afterMs: number,
): Signal | null {
  const { snapshot, nowMs, upMs, failingMs } = seen;
  const state = stateOf(snapshot, nowMs);
  const told = toldOf(snapshot).slice(0, MOST_IDS);
  const body = told.map(({ id }) => id.replace(/[^\w.-]/g, '_')).join('\n');
  if (isSuccess(seen, okWhile)) return { kind: 'success', suffix: '', body };
  if (failingMs < afterMs || (state === 'unknown' && upMs < START_MS)) return null;
  const suffix = failSignal === 'fail' || state === 'ok' ? '/fail' : `/${EXIT_STATUS[state]}`;
  return { kind: 'failure', suffix, body: body || state };
}

function stateOf(snapshot: Snapshot, nowMs: number): Verdict['state'] {
  if (Math.abs(nowMs - snapshot.atMs) > FRESH_MS) return 'unknown';
  const { state, findings } = snapshot.verdict;
  // That pings did not get through is no reason to call for help once they do.
  const isOwn = toldOf(snapshot).length === 0 && findings.some(({ id }) => id === DEAD_MAN_UNREACHABLE);
  return state === 'degraded' && isOwn ? 'ok' : state;
}

function toldOf({ verdict }: Snapshot): Finding[] {
  return verdict.findings.filter(({ id, severity }) => severity !== 'info' && id !== DEAD_MAN_UNREACHABLE);
}

/** The address with the suffix behind its path: `https://host/key/slug?create=1` becomes `…/slug/fail?create=1`. */
export function pingUrl(address: string, suffix: string): URL {
  const url = new URL(address);
  url.pathname = url.pathname.replace(/(?<!\/)\/+$/, '') + suffix;
  return url;
}
