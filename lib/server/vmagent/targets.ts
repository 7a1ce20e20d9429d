import 'server-only';
import { z } from 'zod';
import { AppError } from '../errors';
import { jsonIn } from '../json';
import { plainText, withoutAdvice } from './plain-text';

/** One scraped endpoint as vmagent sees it, before it is given a source. */
export interface ScrapeTarget {
  job: string;
  instance: string;
  state: 'up' | 'down' | 'pending';
  /** vmagent's words, which may quote what the target answered: untrusted text, at most `ERROR_MAX`. */
  lastError: string | null;
  lastScrapeAtMs: number | null;
  durationSeconds: number | null;
  intervalSeconds: number | null;
  timeoutSeconds: number | null;
  samples: number | null;
}

const ERROR_MAX = 500;
/** More targets than this are cut off: a phone cannot show them and a Pi should not hold them thrice. */
const TARGETS_MAX = 500;

// Exact keys: lib/promscrape/targetstatus.go, WriteActiveTargetsJSON.
const answerSchema = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({
        discoveredLabels: z.record(z.string(), z.string()).default({}),
        labels: z.record(z.string(), z.string()),
        lastError: z.string(),
        lastScrape: z.string(),
        lastScrapeDuration: z.number(),
        lastSamplesScraped: z.number().optional(),
        health: z.string(),
      }),
    ),
  }),
});

const UNIT_SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** A Go duration such as "5m0s" in seconds; null when it is none. */
export function goDurationSeconds(text: string): number | null {
  // Sticky: a search from every place on would take time quadratic in a row of digits.
  const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;
  let seconds = text === '' ? null : 0;
  while (seconds !== null && part.lastIndex < text.length) {
    const [, amount, unit] = part.exec(text) ?? [];
    seconds = unit === undefined ? null : seconds + Number(amount) * (UNIT_SECONDS[unit] ?? 0);
  }
  return seconds;
}

/**
 * `/api/v1/targets` as targets. A target that was never scraped since vmagent's start or the last reload of its
 * job is `down` there, with no error and a scrape in 1970: that is `pending` here.
 * @throws AppError vmagent-unreachable when the text is not such an answer
 */
export function parseTargets(text: string): ScrapeTarget[] {
  const parsed = answerSchema.safeParse(jsonIn(text));
  if (!parsed.success) throw new AppError('vmagent-unreachable', 'vmagent’s list of targets cannot be read.');
  return parsed.data.data.activeTargets.slice(0, TARGETS_MAX).map((target) => {
    const scrapedAtMs = Date.parse(target.lastScrape);
    const isScraped = scrapedAtMs > 0;
    const isUp = target.health === 'up';
    const isPending = !isUp && !isScraped && target.lastError === '';
    return {
      job: plainText(target.labels.job ?? '', ERROR_MAX) ?? 'unknown',
      instance: plainText(target.labels.instance ?? '', ERROR_MAX) ?? 'unknown',
      state: isUp ? 'up' : isPending ? 'pending' : 'down',
      lastError: plainText(withoutAdvice(target.lastError), ERROR_MAX),
      lastScrapeAtMs: isScraped ? scrapedAtMs : null,
      durationSeconds: isScraped ? target.lastScrapeDuration : null,
      intervalSeconds: goDurationSeconds(target.discoveredLabels.__scrape_interval__ ?? ''),
      timeoutSeconds: goDurationSeconds(target.discoveredLabels.__scrape_timeout__ ?? ''),
      samples: isScraped && isUp ? (target.lastSamplesScraped ?? null) : null,
    };
  });
}
