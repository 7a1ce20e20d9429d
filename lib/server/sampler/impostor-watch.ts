import 'server-only';
import type { ImpostorSighting } from '@/lib/verdict/types';
import type { VmagentMetrics } from '../vmagent/metrics';
import type { SamplerPorts, StackSettings } from './ports';
import { within } from './single-flight';

/** How the destination's answers look from outside, by vmagent's own counters. */
export interface AnswerShape {
  startedAtMs: number | null;
  answers: number;
  bytes: number;
  dials: number;
  /** Bytes of an answer, as they have been; null before the first. */
  usualBytes: number | null;
}

function shapeOf(metrics: VmagentMetrics): AnswerShape | null {
  const { bytesAnswered, dials, requests, startedAtMs } = metrics;
  if (bytesAnswered === null || dials === null || requests === null) return null;
  return { startedAtMs, answers: requests, bytes: bytesAnswered, dials, usualBytes: null };
}

/** Answers of one destination differ by a few bytes; a web page or a second answer for a redirect is far off. */
const LEAST_BYTES = 64;
const FACTOR = 1.5;

function isOther(usual: number, now: number): boolean {
  const [less, more] = usual < now ? [usual, now] : [now, usual];
  return more - less >= LEAST_BYTES && more > less * FACTOR;
}

/**
 * The shape after one reading, and whether another than before may be answering: a new connection was made, or answers
 * have another length. Null: this vmagent does not count it. Pure.
 */
export function shapeStep(
  before: AnswerShape | null,
  metrics: VmagentMetrics,
): { shape: AnswerShape | null; isChanged: boolean } {
  const now = shapeOf(metrics);
  if (now === null) return { shape: null, isChanged: false };
  if (before === null || before.startedAtMs !== now.startedAtMs) return { shape: now, isChanged: true };
  const answers = now.answers - before.answers;
  if (answers <= 0)
    return { shape: { ...now, usualBytes: before.usualBytes }, isChanged: now.dials > before.dials };
  const usualBytes = (now.bytes - before.bytes) / answers;
  const isChanged =
    now.dials > before.dials || (before.usualBytes !== null && isOther(before.usualBytes, usualBytes));
  return { shape: { ...now, usualBytes }, isChanged };
}

/** Beside the hourly question for the time. */
const USUAL_MS = 60 * 60_000;
/** A vmagent that does not count answers, before 1.112, shows no change; a minute is how late a loss may be told. */
const BLIND_MS = 45_000;
/** However often the shape changes. */
const LEAST_MS = 20_000;
/** While another answers, for the end of it. */
const FOUND_MS = 15_000;
const LIMIT_MS = 12_000;

/**
 * Finds out when something else answers in the destination's place: vmagent counts its 2XX as deliveries. Never rejects.
 */
export function createImpostorWatch(ports: SamplerPorts, onNews: () => void) {
  const reading: { impostor: ImpostorSighting | null } = { impostor: null };
  let shape: AnswerShape | null = null;
  let url: string | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let changedAtMs: number | null = null;
  let isAsking = false;

  async function ask(): Promise<void> {
    isAsking = true;
    askedAtMs = ports.steadyNow();
    const sinceMs = changedAtMs ?? ports.now();
    changedAtMs = null;
    const asked = url;
    const found = await within(ports.askForImpostor(), LIMIT_MS).catch(() => null);
    isAsking = false;
    if (asked !== url) return;
    // A destination that cannot be asked says nothing of who answered before.
    if (found === 'none') reading.impostor = null;
    else if (found !== null) reading.impostor = { sinceMs, ...reading.impostor, ...found };
    onNews();
  }

  return {
    reading,
    /** @param isTaken a 2XX was counted since the last tick: only then can anything be lost this way */
    tick({ destination }: StackSettings, metrics: VmagentMetrics | null, isTaken: boolean): void {
      if (destination.url !== url) {
        url = destination.url;
        reading.impostor = null;
        askedAtMs = Number.NEGATIVE_INFINITY;
      }
      if (metrics === null) return;
      const step = shapeStep(shape, metrics);
      shape = step.shape;
      if (step.isChanged) changedAtMs ??= ports.now();
      if (destination.kind === 'local' || isAsking || !(isTaken || reading.impostor)) return;
      const everyMs = reading.impostor
        ? FOUND_MS
        : changedAtMs !== null
          ? LEAST_MS
          : shape === null
            ? BLIND_MS
            : USUAL_MS;
      if (ports.steadyNow() - askedAtMs >= everyMs) void ask();
    },
  };
}
