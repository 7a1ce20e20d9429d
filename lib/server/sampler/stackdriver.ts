import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from '../vmagent/json-log';

/** stackdriver_exporter's words and what they mean. Seen with v0.19.0; `err` is Google's client library's text. */
const CAUSES: { pattern: RegExp; words: string }[] = [
  {
    pattern: /invalid_grant|Invalid JWT|account not found|invalid_client/i,
    words: 'Google refuses the key: it was deleted, or the Pi’s clock is wrong.',
  },
  {
    pattern:
      /getting credentials|no such file|missing 'type' field|invalid character|could not find default credentials/i,
    words: 'Google Cloud: the key file is missing or cannot be read.',
  },
  {
    pattern: /SERVICE_DISABLED|has not been used in project|it is disabled/i,
    words: 'Google Cloud: the Cloud Monitoring API is switched off for this project.',
  },
  {
    pattern: /Permission .*denied|PERMISSION_DENIED|Error 403/i,
    words: 'Google knows the key, but it may not read metrics: it needs the role Monitoring Viewer.',
  },
  { pattern: /Error 404|project.*not (found|exist)/i, words: 'Google knows no such project.' },
  {
    pattern: /Error 429|Quota exceeded|RESOURCE_EXHAUSTED/i,
    words: 'Google is limiting how often it may be asked.',
  },
  { pattern: /Error 401|UNAUTHENTICATED/i, words: 'Google refuses the key.' },
  {
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|Client\.Timeout/i,
    words: 'Google cannot be reached: check the internet connection.',
  },
  { pattern: /^/, words: 'The Google Cloud exporter reports an error.' },
];

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
): string | null {
  if (lastScrapeAtMs === null) return null;
  const fromMs = lastScrapeAtMs - (durationSeconds ?? 0) * 1000 - SLACK_MS;
  const errors = jsonLog(lines).filter(({ level, atMs }) => level === 'error' && atMs >= fromMs);
  for (const { pattern, words } of CAUSES) {
    if (errors.some(({ msg, err }) => pattern.test(err || msg))) return words;
  }
  return null;
}
