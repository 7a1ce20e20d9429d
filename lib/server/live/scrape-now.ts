import 'server-only';
import { serviceWords } from '@/lib/pipeline/components';
import { ownBill } from '@/lib/pipeline/records';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { exporterAddress } from '../sight/exporter';
import { singleton } from '../singleton';
import { request } from '../vmagent/http';
import { readPanelMetrics } from './panel-metrics';

const MAX_BYTES = 20 * 1024 * 1024;
const LIMIT_MS = 20_000;
/** Whoever tries out a filter asks again with every letter; a collection that costs money is kept longer. */
const KEPT_MS = 15_000;
const PAID_KEPT_MS = 10 * 60_000;

/** What a target answered. */
export interface Scrape {
  /** Untrusted. */
  text: string;
  atMs: number;
}

interface Kept {
  address: string;
  scrape: Promise<Scrape>;
}

/**
 * What a job's target answers right now, or answered a moment ago. The address is one of a fixed set, never a caller's.
 * @param mayCost a collection that is billed may be made
 * @returns null: it would cost, and may not
 * @throws AppError service-unhealthy, timeout, too-large
 */
export async function scrapeNow(job: ScrapeJob, texts: Texts, mayCost: true): Promise<Scrape>;
export async function scrapeNow(job: ScrapeJob, texts: Texts, mayCost: boolean): Promise<Scrape | null>;
export async function scrapeNow(job: ScrapeJob, texts: Texts, mayCost: boolean): Promise<Scrape | null> {
  const bill = ownBill(job);
  const address = exporterAddress(job, texts);
  const kept = singleton('scrapes-now', () => new Map<ScrapeJob, Kept>());
  const known = kept.get(job);
  if (known?.address === address) return known.scrape;
  if (bill && !mayCost) return null;
  const answer = job === 'weir' ? readPanelMetrics() : ask(job, address);
  const entry = { address, scrape: answer.then((text) => ({ text, atMs: Date.now() })) };
  kept.set(job, entry);
  const forget = () => {
    if (kept.get(job) === entry) kept.delete(job);
  };
  const forgetLater = () => setTimeout(forget, bill ? PAID_KEPT_MS : KEPT_MS).unref();
  entry.scrape.then(forgetLater, forget);
  return entry.scrape;
}

async function ask(job: ScrapeJob, address: string): Promise<string> {
  const target = URL.parse(address);
  if (target === null) throw new AppError('invalid-stack', 'NODE_EXPORTER_LISTEN_IP in .env is no address.');
  try {
    const { status, body } = await request(target.href, { timeoutMs: LIMIT_MS, maxBytes: MAX_BYTES });
    if (status === 200) return body;
    throw new AppError('service-unhealthy', `${serviceWords(job)} answered ${status}.`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'vmagent-unreachable') throw error;
    throw new AppError('service-unhealthy', `${serviceWords(job)} does not answer right now.`, {
      hint: 'See on the services page whether it runs, then try again.',
      cause: error,
    });
  }
}
