import 'server-only';
import { listsIn } from '@/lib/pipeline/sources/aws/price';
import { awsSource } from '@/lib/pipeline/sources/aws/record';
import { prices as knownPrices } from '@/lib/pipeline/sources/prices';
import type { LogLine } from '@/lib/schemas/log-line';
import { type JsonLogEntry, jsonLog } from '../../../vmagent/json-log';
import { type Blind, blindOf, type Eye, type Follower, type Look, type Telling } from '../eye';
import { askedIn, countsBy, parseYaceMetrics, resourcesIn, type YaceMetrics } from './metrics';
import { type JudgedPart, judgeParts } from './parts';

/** While a source shows no sign of life, it is looked at more often: someone may be waiting for it. */
const BLIND_MS = 5000;
const WELL_MS = 60_000;

const EMPTY =
  'AWS: CloudWatch is asked and has no series. Nothing may run in these regions, or they are others.';

interface Heard {
  metrics: YaceMetrics;
  calledAtMs: number;
  /** When a call of its newest round was seen; null: that round is older than this panel. */
  roundAtMs: number | null;
}

/** Follows YACE by its metrics and its log. */
function follow(): Follower {
  let heard: Heard | null = null;
  let read: { lines: readonly LogLine[]; entries: JsonLogEntry[] } = { lines: [], entries: [] };
  const series = () => heard?.metrics.counts.reduce((sum, count) => sum + count.series, 0) ?? 0;

  let last: { look: Look; parts: JudgedPart[] } | null = null;

  function judged(look: Look): JudgedPart[] | null {
    if (!look.isRunning || heard === null) return null;
    if (last?.look === look) return last.parts;
    if (read.lines !== look.lines) read = { lines: look.lines, entries: jsonLog(look.lines) };
    const { entries } = read;
    const reload = entries.findLast(({ msg }) => msg === 'Reset clients cache');
    const fromMs = Math.max(look.startedAtMs ?? 0, reload?.atMs ?? 0);
    const intervalSeconds = look.clockSeconds ?? awsSource.clock.seconds;
    const { expected, nowMs } = look;
    last = { look, parts: judgeParts({ ...heard, entries, expected, fromMs, intervalSeconds, nowMs }) };
    return last.parts;
  }

  return {
    asks: {
      query: '',
      everyMs: () => (series() === 0 ? BLIND_MS : WELL_MS),
      hear(text, nowMs) {
        const metrics = parseYaceMetrics(text);
        const isSame = metrics.calls === heard?.metrics.calls;
        last = null;
        heard =
          isSame && heard
            ? { ...heard, metrics }
            : { metrics, calledAtMs: nowMs, roundAtMs: heard === null ? null : nowMs };
      },
      forget() {
        heard = null;
      },
    },
    // Series that are gone have their reason in the log.
    logKey: () => String(series()),
    sight(look) {
      const parts = judged(look);
      return parts === null ? undefined : sightOf(parts);
    },
    tells(look) {
      const parts = judged(look)?.map(({ told, ...part }) => ({
        ...part,
        kind: told?.kind ?? null,
        message: told?.words ?? null,
        fix: told?.fix ?? null,
      }));
      if (!parts || heard === null || series() === 0) return { parts };
      return { parts, ...billOf(heard.metrics, look) };
    },
  };
}

/** What it asks for and what that costs. Pure. */
function billOf(
  metrics: YaceMetrics,
  { expected, clockSeconds, prices = knownPrices }: Look,
): Pick<Telling, 'billed' | 'dollarsPerMonth'> {
  const everySeconds = clockSeconds ?? awsSource.clock.seconds;
  const countsOf = countsBy(metrics, expected);
  const found = expected.map((part) => {
    const counts = countsOf(part);
    const { lists = 0 } = part;
    return {
      ...{ place: part.place, resources: resourcesIn(counts) },
      lists: counts.length > 0 ? lists : 0,
    };
  });
  const resources = found.reduce((all, one) => all + one.resources, 0);
  const round = { ...askedIn(metrics.counts), ...listsIn(found) };
  return {
    billed: {
      round,
      ...{ total: metrics.requested, lists: metrics.lists, resources, everySeconds },
    },
    dollarsPerMonth: awsSource.price.dollars(round, everySeconds, prices),
  };
}

/** Of all parts together: one that gives something is enough. Pure. */
function sightOf(parts: readonly JudgedPart[]): Blind | null | undefined {
  if (parts.some(({ state, series }) => state === 'flowing' || (state === 'idle' && series > 0))) return null;
  const [worst] = parts
    .flatMap(({ state, told }) => (state === 'blind' && told ? [told] : []))
    .sort((a, b) => a.rank - b.rank);
  if (worst) return blindOf(worst);
  return parts.some(({ state }) => state === 'pending') ? undefined : { words: EMPTY };
}

export const awsEye: Eye = { query: '', contents: null, follow };
