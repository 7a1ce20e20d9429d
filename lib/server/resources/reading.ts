import 'server-only';
import { type SourceId, sourceService } from '@/lib/pipeline/components';
import { ownBill } from '@/lib/pipeline/records';
import { AppError } from '../errors';
import { scrapeNow } from '../live/scrape-now';
import { exporterAddress } from '../sight/exporter';
import { singleton } from '../singleton';
import { asCloud, cloud } from '../sources/sources';
import type { Discovery, FoundResource } from '../stack/discovery';
import { readStackTexts } from '../stack/stack-texts';
import { requestLines } from '../vmagent/http';
import { linesIn, readTimed } from '../vmagent/series';

/** What an exporter was found to have, at one moment. */
export interface Reading {
  atMs: number;
  /** By their names. */
  resources: readonly FoundResource[];
  byId: ReadonlyMap<string, FoundResource>;
  isCut: boolean;
}

interface Kept {
  reading: Promise<Reading>;
  atMs: number;
}

/** Of a large account: 20,000 resources with six series each. */
const MAX_BYTES = 64 * 1024 * 1024;
const LIMIT_MS = 30_000;
/** Whoever turns a page or types a letter asks again. */
const KEPT_MS = 60_000;
const PAID_KEPT_MS = 10 * 60_000;

/**
 * What the exporter of a cloud has found, read line by line when somebody looks, and kept for a minute; ten where a
 * collection is billed.
 * @param mayCost a collection that is billed may be made
 * @returns null: it would cost @throws AppError not-found for what is no cloud, service-unhealthy, timeout, too-large
 */
export async function readingOf(source: SourceId, mayCost: boolean): Promise<Reading | null> {
  const id = asCloud(source);
  const begin = await (id && cloud(id).discovery?.());
  if (!begin) throw new AppError('not-found', 'This source has no list of resources.');
  const bill = ownBill(sourceService(source));
  const keptMs = bill ? PAID_KEPT_MS : KEPT_MS;
  const known = singleton('resource-readings', () => new Map<SourceId, Kept>());
  const last = known.get(source);
  if (last && Date.now() - last.atMs < keptMs) return last.reading;
  if (bill && !mayCost) return null;
  const kept: Kept = { reading: read(source, begin(), bill !== null), atMs: Date.now() };
  known.set(source, kept);
  const forget = () => {
    if (known.get(source) === kept) known.delete(source);
  };
  setTimeout(forget, keptMs).unref();
  return kept.reading.catch((error: unknown) => {
    forget();
    throw error;
  });
}

async function read(source: SourceId, discovery: Discovery, isBilled: boolean): Promise<Reading> {
  const { texts } = await readStackTexts();
  const job = sourceService(source);
  const hear = (line: string) => {
    const sample = readTimed(line);
    if (sample) discovery.hear(sample);
  };
  let atMs: number;
  if (isBilled) {
    // The same collection that a filter is tried on.
    const scrape = await scrapeNow(job, texts, true);
    for (const line of linesIn(scrape.text)) hear(line);
    atMs = scrape.atMs;
  } else {
    await ask(job, exporterAddress(job, texts), hear);
    atMs = Date.now();
  }
  const resources = [...discovery.resources()].sort(byName);
  return {
    atMs,
    resources,
    byId: new Map(resources.map((resource) => [resource.id, resource])),
    isCut: discovery.isCut(),
  };
}

async function ask(job: string, address: string, hear: (line: string) => void): Promise<void> {
  const status = await requestLines(address, hear, { timeoutMs: LIMIT_MS, maxBytes: MAX_BYTES }).catch(
    (error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'vmagent-unreachable') throw error;
      throw new AppError('service-unhealthy', `${job} does not answer right now.`, {
        hint: 'See on the services page whether it runs, then try again.',
        cause: error,
      });
    },
  );
  if (status !== 200) throw new AppError('service-unhealthy', `${job} answered ${status}.`);
}

/** By their characters: tables of languages would be 3 MB of memory. */
const byName = (a: FoundResource, b: FoundResource) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1;
