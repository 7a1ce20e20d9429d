import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from '../../vmagent/json-log';
import { readSamples } from '../../vmagent/series';
import { type Blind, blindOf, type Contents, type Eye } from './eye';
import { gcpCause } from './gcp-cause';

/** A collection that fails late logs while vmagent still waits; the panel's and the engine's clocks are one. */
const SLACK_MS = 2000;

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
  const fromMs = lastScrapeAtMs - (durationSeconds ?? 0) * 1000 - SLACK_MS;
  const errors = jsonLog(lines).filter(({ level, atMs }) => level === 'error' && atMs >= fromMs);
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
  follow: () => ({
    asks: null,
    logKey: (target) => String(target?.lastScrapeAtMs),
    sight: ({ lines, target, isRunning }) => {
      // An exporter that ends at once was never scraped; its last words count from its start.
      if (!isRunning) return stackdriverBlindness(lines, 1, null);
      if (target?.state !== 'up') return undefined;
      return stackdriverBlindness(lines, target.lastScrapeAtMs, target.durationSeconds);
    },
  }),
};
