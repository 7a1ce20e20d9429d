import 'server-only';
import { isCloud, sourceIds, sourceService } from '@/lib/pipeline/components';
import { scrapeSecondsOf, sourceRecord } from '@/lib/pipeline/records';
import { pricesIn } from '@/lib/pipeline/sources/prices';
import type { Counted, Price } from '@/lib/schemas/price';
import type { SourceId, SourcePart, SourceSample } from '@/lib/schemas/snapshot';
import { clockSecondsIn } from '@/lib/scrape-duration';
import type { Texts } from '../change/records/texts';
import { meters } from '../live/spending';
import { hub } from '../sampler/hub';
import { within } from '../sampler/read/single-flight';
import { NO_METER, spendingOf } from '../sampler/steps/meter';
import { readOr } from '../settings/sections/section';
import { readExporter } from '../sight/exporter';
import { singleton } from '../singleton';
import { asCloud, cloud } from '../sources/sources';
import { jobTimings } from '../stack/scrape-jobs';
import { variablesIn } from '../stack/settings';
import { readStackTexts, readTemplates, withTemplates } from '../stack/stack-texts';

/** The form does not wait longer for an exporter. */
const PATIENCE_MS = 3_000;
const DEFAULT_SECONDS = 60;
/** Of several that look at once, and of one who goes from page to page, the first asks. */
const KEPT_MS = 10_000;

interface Kept {
  texts: Texts;
  counted: Promise<Counted[] | null>;
}

/** What clouds charge, as the owner knows it, and what is known of what they are asked for. @throws AppError invalid-stack */
export async function readPrice(): Promise<Price> {
  const texts = withTemplates((await readStackTexts()).texts, await readTemplates());
  const variable = variablesIn(texts);
  const prices = pricesIn(variable);
  const { sources } = hub().snapshot();
  const told = sourceIds.filter(isCloud).map(async (id) => {
    const { day = null, before = null } = spendingOf(id, meters().get(id) ?? NO_METER, prices) ?? {};
    const source = sources.find((one) => one.id === id);
    const counted = source ? await countedOf(source, texts) : null;
    return [id, { ...secondsOf(id, texts), counted, day, before }] as const;
  });
  return { prices, sources: Object.fromEntries(await Promise.all(told)) };
}

/**
 * What its exporter has found, without a question that somebody bills; null: that is not known. Its answer may be 16 MB:
 * it is read once in ten seconds, and once at a time.
 */
async function countedOf(source: SourceSample, texts: Texts): Promise<Counted[] | null> {
  const { id, state, billed, parts = [] } = source;
  const known = asCloud(id);
  if (known === null || state === 'off' || state === 'down') return null;
  const { counted } = cloud(known);
  if (!counted) return billed ? parts.map(ofPart) : null;
  const kept = singleton('price-counted', () => new Map<SourceId, Kept>());
  let reading = kept.get(id);
  if (reading === undefined || [...texts].some(([file, text]) => text !== reading?.texts.get(file))) {
    // What cannot be read is told by the verdict.
    const found = readExporter(id, '').then((metrics) => counted(texts, metrics));
    const entry = { texts, counted: found.catch(() => null) };
    const forget = () => {
      if (kept.get(id) === entry) kept.delete(id);
    };
    void entry.counted.then(() => setTimeout(forget, KEPT_MS).unref());
    kept.set(id, entry);
    reading = entry;
  }
  return within(reading.counted, PATIENCE_MS).catch(() => null);
}

/** Its id is what is asked for, after the place where there are several. */
function ofPart({ id, series }: SourcePart): Counted {
  const [service = id, place = ''] = id.split(' ').reverse();
  return { service, place, resources: series, least: series, most: series, metrics: 0, statistics: 0 };
}

function secondsOf(id: SourceId, texts: Texts): { everySeconds: number; scrapeSeconds: number } {
  const job = sourceService(id);
  const { clock } = sourceRecord(id);
  const scraped = readOr(() => jobTimings(texts).get(job)?.intervalSeconds, undefined) ?? DEFAULT_SECONDS;
  if (!clock) return { everySeconds: scraped, scrapeSeconds: scraped };
  const everySeconds = clockSecondsIn(variablesIn(texts)(clock.variable)) ?? clock.seconds;
  return { everySeconds, scrapeSeconds: Math.min(scraped, scrapeSecondsOf(job, everySeconds)) };
}
