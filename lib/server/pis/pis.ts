import 'server-only';
import { limitsAt, NO_LIMITS } from '@/lib/budget';
import { destinationName } from '@/lib/destination-name';
import type { PisView } from '@/lib/schemas/look/pis';
import type { Texts } from '../change/records/texts';
import { placeAt } from '../destination/place';
import { newestOf, type StoredValue } from '../destination/question';
import { AppError } from '../errors';
import { createKept } from '../look/kept';
import { whySilent } from '../look/silent';
import { planIn } from '../settings/sections/plan';
import { readOr } from '../settings/sections/section';
import { singleton } from '../singleton';
import { queryBase, type Reading, readingIn } from '../stack/reading';
import { clusterIn, destinationIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { questions } from './questions';
import { rowsOf } from './rows';

/** From the answer on; a little less than a page waits until it asks again. */
const HOLDS_MS = 25_000;
/** Of a destination that gives no answer. */
const FAULTY_HOLDS_MS = 10_000;
/** What was newest longer ago does not show whether something still comes: then it may have stopped in between. */
const RECENT_MS = 120_000;
/** Of each answer: the lines of 200 Pis with names of 100 letters. */
const MAX_BYTES = 256 * 1024;

/** Of the look before, with the same token and as the same Pi. */
interface Last {
  about: string;
  atMs: number;
  newest: ReadonlyMap<string, number>;
}

/**
 * What the destination has of every Pi that writes there. It is asked only when somebody looks, and once for all who do.
 * @throws AppError invalid-stack
 */
export async function readPis(): Promise<PisView> {
  const { texts } = await readStackTexts();
  const { kind, url } = destinationIn(texts);
  const where = kind === 'local' ? null : destinationName({ kind, url });
  const reading = readingIn(texts);
  if (where !== null && queryBase(url) === null) return { state: 'unreadable', where };
  if (where !== null && reading === null) return { state: 'no-token', where };
  const memory = singleton('pis', () => ({ keep: createKept<PisView>(1), last: null as Last | null }));
  const cluster = readOr(() => clusterIn(texts), null);
  const about = JSON.stringify([reading, cluster]);
  return memory.keep(
    about,
    () => asked(memory, { about, where, reading, cluster, texts }),
    ({ state }) => (state === 'read' ? HOLDS_MS : FAULTY_HOLDS_MS),
  );
}

interface Asked {
  about: string;
  where: string | null;
  reading: Reading | null;
  cluster: string | null;
  texts: Texts;
}

async function asked(
  memory: { last: Last | null },
  { about, where, reading, cluster, texts }: Asked,
): Promise<PisView> {
  const values: StoredValue[] = [];
  const { ask } = placeAt(reading);
  try {
    // One after the other: a store on a Pi has other things to do, too.
    for (const promql of questions) values.push(...(await ask(newestOf(promql, MAX_BYTES))));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return reading
      ? { state: 'silent', where, message: error.message, hint: error.hint ?? '' }
      : { state: 'silent', where, message: whySilent(), hint: '' };
  }
  const { last } = memory;
  const steadyMs = performance.now();
  const isRecent = last !== null && last.about === about && steadyMs - last.atMs < RECENT_MS;
  const before = isRecent ? last.newest : new Map<string, number>();
  const { pis, hasMore, newest } = rowsOf(values, { cluster, nowMs: Date.now(), before });
  memory.last = { about, atMs: steadyMs, newest };
  const limits = readOr(() => limitsAt(planIn(texts), destinationIn(texts).kind), NO_LIMITS);
  return {
    state: 'read',
    where,
    readAtMs: Date.now(),
    isNameKnown: cluster !== null,
    pis,
    hasMore,
    includedSeries: limits.series,
  };
}
