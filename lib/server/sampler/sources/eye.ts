import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import type { OutsideCause, ServiceName, ServiceSample } from '@/lib/schemas/snapshot';
import type { ScrapeTarget } from '../../vmagent/targets';

/** Why a source gives nothing: a sentence, and what it says in a word, where that may explain others. */
export interface Blind {
  words: string;
  cause?: OutsideCause;
}

/** Without what helped to find it; null for nothing found. */
export function blindOf(found: Blind | undefined): Blind | null {
  return found ? { words: found.words, ...(found.cause && { cause: found.cause }) } : null;
}

/** How it is seen whether an exporter that answers gives data of its own kind. */
export interface Eye {
  /** Added to the address of its metrics: a plain question may be one that somebody bills. */
  query: string;
  /** What an answer of it holds; null: that tells nothing. Pure. @param text untrusted */
  contents: ((text: string) => Contents) | null;
  /** Begins to follow its log; null: that tells nothing. */
  follow: (() => Follower) | null;
}

/**
 * Why a source gives nothing, or too little, of its own kind, in plain words; null: it gives its data; undefined: that
 * is not known yet. Pure.
 */
export type Contents = (beside: Beside) => string | null | undefined;

/** Knows what an exporter has said so far. */
export interface Follower {
  /** Its metrics are asked for again after so long, and their text, untrusted, is heard; null: they tell nothing. */
  asks: { everyMs(): number; hear(text: string, nowMs: number): void; forget(): void } | null;
  /** Its log is read anew when this changes, else now and then. */
  logKey(target: ScrapeTarget | undefined): string;
  /** Null: its last round was good; undefined: not known yet. */
  sight(look: Look): Blind | null | undefined;
}

/** One moment of an exporter. */
export interface Look {
  lines: readonly LogLine[];
  target: ScrapeTarget | undefined;
  isRunning: boolean;
  /** Of a clock of its own. */
  clockSeconds: number | undefined;
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
const SETTLED_MS = 150_000;

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
