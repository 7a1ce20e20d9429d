import 'server-only';
import { gcpSource } from '@/lib/pipeline/sources/gcp/record';
import { prices as knownPrices } from '@/lib/pipeline/sources/prices';
import type { LogLine } from '@/lib/schemas/log-line';
import { readSamples } from '../../../vmagent/series';
import type { ScrapeTarget } from '../../../vmagent/targets';
import { type Blind, blindOf, type Contents, type Eye, type Follower } from '../eye';
import { gcpCause } from './cause';
import { errorsOf, gcpParts, isOfParts, type Listing, listingOf } from './parts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A share of the samples that there were: what is missing is worth another look. */
const SHRUNK = 0.8;

/**
 * Why the exporter gets nothing from Google, in plain words; null: its last collection was good. It is never
 * asked for its metrics here: each GET is a collection that is paid for (collectors/monitoring_collector.go). A
 * failed collection logs an error and still answers 200, so an error during the last scrape is what tells.
 */
export function stackdriverBlindness(
  lines: readonly LogLine[],
  lastScrapeAtMs: number | null,
  durationSeconds: number | null,
): Blind | null {
  if (lastScrapeAtMs === null) return null;
  const errors = errorsOf(lines, lastScrapeAtMs, durationSeconds);
  const causes = errors.map(({ msg, err }) => gcpCause(err || msg));
  return blindOf(causes.sort((a, b) => a.rank - b.rank)[0]);
}

/** Of `/metrics?collect=…` of stackdriver_exporter, with a prefix that it does not have: it then asks Google nothing. */
export function gcpContents(text: string): Contents {
  const own = [...readSamples(text)].length;
  return ({ samples }) => {
    if (samples === null) return undefined;
    return samples > own
      ? null
      : 'Google Cloud: Google answers, but has no series of these metrics. Nothing may run in this project, or the metrics are others.';
  };
}

export const gcpEye: Eye = {
  // No prefix begins like this, so the exporter collects nothing: no call to Google is made, and none is paid for.
  query: '?collect=weir-asks-for-nothing',
  contents: gcpContents,
  follow,
  // A token is good for an hour.
  outlivesKey: true,
};

/** Follows the exporter by its log, and once a day by all that it has. */
function follow(): Follower {
  let listing: Listing | null = null;
  let samples: number | null = null;
  let isWell = false;
  let total = 0;
  let countedAtMs = 0;
  /** What each scrape returned, beside the exporter's own samples: Google has no counter of it. */
  const count = ({ lastScrapeAtMs, samples: scraped }: ScrapeTarget, known: Listing) => {
    if (lastScrapeAtMs === null || scraped === null || lastScrapeAtMs <= countedAtMs) return;
    countedAtMs = lastScrapeAtMs;
    total += Math.max(0, scraped - (known.samples - known.returned));
  };
  const isOld = () => listing === null || (samples !== null && samples < listing.samples * SHRUNK);
  return {
    asks: {
      query: '',
      // Google counts it as one scrape more: seldom, and only where it would be answered.
      everyMs: () => (isWell ? (isOld() ? HOUR_MS : DAY_MS) : null),
      hear(text, nowMs) {
        listing = listingOf(text, nowMs);
      },
      forget() {
        listing = null;
      },
    },
    logKey: (target) => String(target?.lastScrapeAtMs),
    sight(look) {
      const { lines, target, isRunning } = look;
      isWell = false;
      // An exporter that ends at once was never scraped; its last words count from its start.
      if (!isRunning) return stackdriverBlindness(lines, 1, null);
      if (target?.state !== 'up') return undefined;
      samples = target.samples;
      const blind = stackdriverBlindness(lines, target.lastScrapeAtMs, target.durationSeconds);
      const isPartly = isOfParts(look, gcpParts(look, listing));
      isWell = blind === null || isPartly;
      return isPartly ? null : blind;
    },
    tells(look) {
      const { isRunning, target } = look;
      if (!isRunning || target?.state !== 'up') return {};
      const parts = gcpParts(look, listing);
      const everySeconds = target.intervalSeconds;
      if (listing === null || everySeconds === null) return { parts };
      const round = { least: listing.returned, most: listing.returned, lists: 0 };
      count(target, listing);
      const billed = { round, total, lists: 0, resources: listing.returned, everySeconds };
      return {
        parts,
        billed,
        dollarsPerMonth: gcpSource.price.dollars(round, everySeconds, look.prices ?? knownPrices),
      };
    },
  };
}
