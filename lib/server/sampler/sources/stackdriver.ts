import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from '../../vmagent/json-log';
import { gcpCause } from './gcp-cause';
import { type Blind, blindOf } from './sources';

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
