import 'server-only';
import type { SourceId } from '@/lib/pipeline/components';
import { within } from '../sampler/read/single-flight';
import { singleton } from '../singleton';
import { namesAt } from '../sources/ask';
import { sourcesIn } from '../sources/sources';
import { readStackTexts } from '../stack/stack-texts';
import { inAccount } from './facets';
import type { Reading } from './reading';

const DAY_MS = 86_400_000;
/** What was not allowed, or did not answer, is tried again sooner. */
const EMPTY_KEPT_MS = 3_600_000;
const LIMIT_MS = 10_000;
/** The list does not wait longer; names that come later are there when it is asked for next. */
const PATIENCE_MS = 1_500;

type Names = ReadonlyMap<string, string>;
const NONE: Names = new Map();

interface Held {
  /** Where it was looked. */
  places: ReadonlySet<string>;
  names: Promise<Names>;
}

/**
 * Names of what an exporter knows by ids alone, asked for once a day, and at once where a region or an account has come.
 * Never rejects.
 */
export async function namesFor(source: SourceId, { resources }: Reading): Promise<Names> {
  const places = new Set(
    resources.flatMap(({ unnamed, place, account }) => (unnamed === '' ? [] : [inAccount(place, account)])),
  );
  if (places.size === 0) return NONE;
  const known = singleton('resource-names', () => new Map<SourceId, Held>());
  const last = known.get(source);
  const isCovered = last !== undefined && [...places].every((place) => last.places.has(place));
  const held = isCovered ? last : { places, names: ask(source, [...places].sort()) };
  if (held !== last) {
    known.set(source, held);
    const forget = () => {
      if (known.get(source) === held) known.delete(source);
    };
    void held.names.then(({ size }) => setTimeout(forget, size === 0 ? EMPTY_KEPT_MS : DAY_MS).unref());
  }
  return within(held.names, PATIENCE_MS).catch(() => NONE);
}

async function ask(source: SourceId, places: readonly string[]): Promise<Names> {
  try {
    const { texts } = await readStackTexts();
    return await namesAt(source, sourcesIn(texts), texts, places, AbortSignal.timeout(LIMIT_MS));
  } catch {
    return NONE;
  }
}
