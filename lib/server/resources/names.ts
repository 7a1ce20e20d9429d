import 'server-only';
import type { SourceId } from '@/lib/pipeline/components';
import { within } from '../sampler/read/single-flight';
import { singleton } from '../singleton';
import { namesAt } from '../sources/ask';
import { sourcesIn } from '../sources/sources';
import { readStackTexts } from '../stack/stack-texts';
import type { Reading } from './reading';

const DAY_MS = 86_400_000;
/** What was not allowed, or did not answer, is tried again sooner. */
const EMPTY_KEPT_MS = 3_600_000;
const LIMIT_MS = 10_000;
/** The list does not wait longer; names that come later are there when it is asked for next. */
const PATIENCE_MS = 1_500;

type Names = ReadonlyMap<string, string>;
const NONE: Names = new Map();

/** Names of what an exporter knows by ids alone, asked for once a day. Never rejects. */
export async function namesFor(source: SourceId, { resources }: Reading): Promise<Names> {
  const places = resources.flatMap(({ unnamed, place }) => (unnamed === '' ? [] : [place]));
  const wanted = [...new Set(places)].sort();
  if (wanted.length === 0) return NONE;
  const known = singleton('resource-names', () => new Map<string, Promise<Names>>());
  const key = `${source} ${wanted.join(' ')}`;
  let asked = known.get(key);
  if (asked === undefined) {
    asked = ask(source, wanted);
    known.set(key, asked);
    void asked.then(({ size }) =>
      setTimeout(() => known.delete(key), size === 0 ? EMPTY_KEPT_MS : DAY_MS).unref(),
    );
  }
  return within(asked, PATIENCE_MS).catch(() => NONE);
}

async function ask(source: SourceId, places: readonly string[]): Promise<Names> {
  try {
    const { texts } = await readStackTexts();
    return await namesAt(source, sourcesIn(texts), texts, places, AbortSignal.timeout(LIMIT_MS));
  } catch {
    return NONE;
  }
}
