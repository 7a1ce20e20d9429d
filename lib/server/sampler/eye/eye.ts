import 'server-only';
import type { Prices } from '@/lib/pipeline/sources/prices';
import type { LogLine } from '@/lib/schemas/log-line';
import type { OutsideCause, ServiceName, ServiceSample, SourceSample } from '@/lib/schemas/snapshot';
import type { ScrapeTarget } from '../../vmagent/targets';

/** Why a source, or a part of it, gives nothing. */
export interface Blind {
  words: string;
  /** What the words say, where that may explain others. */
  cause?: OutsideCause;
  /** What to do; left out: what the source's record says. */
  fix?: string;
}

/** Why a part gives nothing, as it was found. */
export interface Told extends Blind {
  /** In kebab-case; parts with the same are told together. */
  kind: string;
  /** The lowest is the most telling. */
  rank: number;
}

/** What an error of a cloud means. */
export interface Cause extends Omit<Told, 'rank'> {
  pattern: RegExp;
}

/** The first, and so the most telling, cause that a text names. @param text untrusted */
export function causeIn(causes: readonly Cause[], text: string): Told | null {
  const rank = causes.findIndex(({ pattern }) => pattern.test(text));
  const found = causes[rank];
  if (!found) return null;
  const { kind, words, cause, fix } = found;
  return { kind, rank, words, cause, fix };
}

export const FIX_CLOCK = 'Set this Pi’s clock: `sudo timedatectl set-ntp true`';

/** Kinds that mean that the exporter waits for an answer that does not come, for ever. */
export const HUNG: readonly string[] = ['silent', 'stale'];

/** Without what helped to find it; null for nothing found. */
export function blindOf(found: Blind | undefined): Blind | null {
  if (!found) return null;
  const { words, cause, fix } = found;
  return { words, ...(cause && { cause }), ...(fix && { fix }) };
}

/** A part of a source as its configuration names it: `AWS/SQS` in `eu-west-1`. */
export interface ExpectedPart {
  service: string;
  place: string;
  /** For people: `SQS in eu-west-1`. */
  name: string;
  /** Names of the metrics, as the configuration has them; empty: not to be told apart. */
  metrics: readonly string[];
  /** One of the things that it has figures of, `SQS queue`; left out: series cannot be counted as such. */
  resource?: string;
  /** Lists that are asked for in each round at least, where lists are billed. */
  lists?: number;
}

/** How it is seen whether an exporter that answers gives data of its own kind. */
export interface Eye {
  /** Added to the address of its metrics: a plain question may be one that somebody bills. */
  query: string;
  /** What an answer of it holds; null: that tells nothing. Pure. @param text untrusted */
  contents: ((text: string) => Contents) | null;
  /** Begins to follow its log; null: that tells nothing. */
  follow: (() => Follower) | null;
  /** What it was lent for its key outlives the key: its cloud is asked whether it still lets the key in. */
  outlivesKey?: true;
}

/**
 * Why a source gives nothing, or too little, of its own kind, in plain words; null: it gives its data; undefined: that
 * is not known yet. Pure.
 */
export type Contents = (beside: Beside) => string | null | undefined;

/** Knows what an exporter has said so far. */
export interface Follower {
  /** Its metrics are asked for again after so long, null: not now, and their text, untrusted, is heard. */
  asks: { query: string; everyMs(): number | null; hear(text: string, nowMs: number): void; forget(): void };
  /** Its log is read anew when this changes, else now and then. */
  logKey(target: ScrapeTarget | undefined): string;
  /** Null: its last round was good; undefined: not known yet. */
  sight(look: Look): Blind | null | undefined;
  /** Each thing that it is asked for, and what that costs; what is not known yet is left out. */
  tells(look: Look): Telling;
}

/** What a source says of itself beyond whether it gives data. */
export type Telling = Pick<SourceSample, 'parts' | 'dollarsPerMonth' | 'billed' | 'refusedKey'>;

/** One moment of an exporter. */
export interface Look {
  lines: readonly LogLine[];
  target: ScrapeTarget | undefined;
  isRunning: boolean;
  /** When its container started, as the engine says; null: not known. */
  startedAtMs: number | null;
  /** What it is asked for, by the files; empty: not known. */
  expected: readonly ExpectedPart[];
  /** Of a clock of its own. */
  clockSeconds: number | undefined;
  /** As the owner knows them; left out: those that Weir knows. */
  prices?: Prices;
  nowMs: number;
}

/** What the engine and vmagent know beside an answer. */
export interface Beside {
  /** Containers of this stack that run. */
  running: number;
  /** Those of them that have run for longer than cAdvisor needs to see them. */
  settled: number;
  /** The exporter itself has run for so long. */
  isSettled: boolean;
  /** Of vmagent's last scrape of the source, before any filter; null: not known. */
  samples: number | null;
}

/** cAdvisor looks for containers once a minute at most (`--max_housekeeping_interval=60s`), and starts by itself. */
export const SETTLED_MS = 150_000;

/** Pure. @param service the exporter's own, of which vmagent's last scrape had so many samples */
export function besideOf(
  service: ServiceName,
  containers: readonly (Pick<ServiceSample, 'state' | 'startedAtMs'> & { service: ServiceName })[],
  samples: number | null,
  nowMs: number,
): Beside {
  const running = containers.filter(({ state }) => state === 'running');
  const settled = running.filter(
    ({ startedAtMs }) => startedAtMs !== null && nowMs - startedAtMs >= SETTLED_MS,
  );
  const isSettled = settled.some((one) => one.service === service);
  return { running: running.length, settled: settled.length, isSettled, samples };
}
