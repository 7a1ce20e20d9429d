import 'server-only';
import type { ImpostorSighting } from '@/lib/verdict/terms/types';
import type { VmagentMetrics } from '../../vmagent/metrics';
import { within } from '../read/single-flight';
import type { SamplerPorts, StackSettings } from '../steps/ports';

/** How the destination's answers look from outside, by vmagent's own counters. */
export interface AnswerShape {
  startedAtMs: number | null;
  answers: number;
  bytes: number;
  dials: number;
  /** Bytes of an answer when they were last found to differ; null before the first. */
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
 * have another length, or one for the first time: who gave those of which no length is known may have left since. Null:
 * this vmagent does not count it. Pure.
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
  const meanBytes = (now.bytes - before.bytes) / answers;
  const isChanged =
    now.dials > before.dials || before.usualBytes === null || isOther(before.usualBytes, meanBytes);
  // Compared with what was asked about, and not with the reading before: many small steps are a change, too.
  return { shape: { ...now, usualBytes: isChanged ? meanBytes : before.usualBytes }, isChanged };
}

/** Beside the hourly question for the time. */
const USUAL_MS = 60 * 60_000;
/** A vmagent that does not count answers, before 1.112, shows no change; a minute is how late a loss may be told. */
const BLIND_MS = 45_000;
/** However often the shape changes. */
const LEAST_MS = 20_000;
/** Questions in a row that may get no answer before they become more seldom. */
const TRIES = 4;
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
  /** Since when another may be answering; null: who answers was asked since. */
  let changedAtMs: number | null = null;
  /** Questions in a row that got no answer. */
  let unanswered = 0;
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
    // A destination that cannot be asked says nothing of who answers: it is asked again.
    unanswered = found === null ? unanswered + 1 : 0;
    if (found === null) changedAtMs = sinceMs;
    else if (found === 'none') reading.impostor = null;
    else reading.impostor = { sinceMs, ...reading.impostor, ...found };
    onNews();
  }

  function everyMs(): number {
    if (reading.impostor) return FOUND_MS;
    // One that can never be asked is asked less and less.
    if (changedAtMs !== null) return Math.min(LEAST_MS * 2 ** Math.max(0, unanswered - TRIES), USUAL_MS);
    return shape === null ? BLIND_MS : USUAL_MS;
  }

  return {
    reading,
    /** @param isTaken a 2XX was counted since the last tick: only then can anything be lost this way */
    tick({ destination }: StackSettings, metrics: VmagentMetrics | null, isTaken: boolean): void {
      if (destination.url !== url) {
        url = destination.url;
        reading.impostor = null;
        askedAtMs = Number.NEGATIVE_INFINITY;
        unanswered = 0;
      }
      if (metrics === null) return;
      const step = shapeStep(shape, metrics);
      shape = step.shape;
      if (step.isChanged) {
        changedAtMs ??= ports.now();
        unanswered = 0;
      }
      if (destination.kind === 'local' || isAsking || !(isTaken || reading.impostor)) return;
      if (ports.steadyNow() - askedAtMs >= everyMs()) void ask();
    },
  };
}
