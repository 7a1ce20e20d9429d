import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from './json-log';
import { TCP6_ADVICE } from './plain-text';
import { goDurationSeconds } from './targets';

const MESSAGE_MAX = 300;

export interface DeliveryWords {
  /** The destination's or the system's own words, untrusted text; null when vmagent passes on none. */
  message: string | null;
  /** How long vmagent waits before it sends the block again; null for a block that it throws away. */
  retrySeconds: number | null;
  saidAtMs: number;
}

/** The destination's or the system's own words, without vmagent's account of the block and of what it does next. */
function cause(message: string): string {
  const answer =
    /response body="(.*?)"(?:; re-sending|$)/.exec(message)?.[1] ??
    /response body: (.*?)(?:\. \(Similar \d+ log messages.*)?$/.exec(message)?.[1];
  if (answer !== undefined) return answer;
  return message
    .replace(/^.*?secret-url"(?: during retry #\d+)?: /, '')
    .replace(/;? *re-sending the block in .*$/, '')
    .replace(/^(?:Post|Get) "[^"]*": /, '')
    .replace(TCP6_ADVICE, '');
}

/** "in 2.144 seconds" before 1.15x, since then a Go duration. */
function retrySeconds(message: string): number | null {
  const [, text = '', unit] = /re-sending the block in ([\d.]+\w*(?:\.\d+s)?)( seconds)?/.exec(message) ?? [];
  const seconds = unit ? Number(text) : goDurationSeconds(text);
  return seconds !== null && Number.isFinite(seconds) ? seconds : null;
}

/**
 * Why the last block could not be sent, or null. vmagent (app/vmagent/remotewrite/client.go, 1.79 to 1.150) logs
 * "couldn't send a block …" where there was no HTTP answer, "unexpected status code received …: 503" for what it
 * sends again and "sending a block … was rejected (skipping the block)" for what it throws away.
 * @param statusCode of the failure in question; null: there was no answer
 * @param sinceMs older lines tell of another failure
 */
export function deliveryWords(
  lines: readonly LogLine[],
  isRejected: boolean,
  statusCode: number | null,
  sinceMs = 0,
): DeliveryWords | null {
  const pattern = isRejected
    ? /was rejected \(skipping the block\)/
    : statusCode === null
      ? /couldn't send a block/
      : new RegExp(`unexpected status code received .*: ${statusCode}; response body`);
  const entry = jsonLog(lines).findLast(({ atMs, msg }) => atMs >= sinceMs && pattern.test(msg));
  if (!entry) return null;
  return {
    message: cut(cause(entry.msg)),
    retrySeconds: isRejected ? null : retrySeconds(entry.msg),
    saidAtMs: entry.atMs,
  };
}

/** Why the last load of the scrape config failed, or null. lib/promscrape/scraper.go, lib/promscrape/config.go */
export function configMessage(lines: readonly LogLine[], sinceMs = 0): string | null {
  const entry = jsonLog(lines).findLast(
    ({ atMs, level, msg }) =>
      atMs >= sinceMs && level === 'error' && /on SIGHUP: |skipping `scrape_config`/.test(msg),
  );
  const words = (entry?.msg ?? '')
    .replace(/; continuing with the previous config$/, '')
    .replace(/; pass -promscrape\.config\.strictParse=false.*$/, '')
    .replace(/^cannot read "[^"]*" on SIGHUP: /, '');
  return cut(words);
}

/** The last words of a vmagent that ended by itself, such as a disk that is full: lib/logger, Panicf and Fatalf. */
export function crashMessage(lines: readonly LogLine[], sinceMs: number): string | null {
  const entry = jsonLog(lines).findLast(
    ({ atMs, level }) => atMs >= sinceMs && (level === 'panic' || level === 'fatal'),
  );
  return cut((entry?.msg ?? '').replace(/^FATAL: /, ''));
}

function cut(text: string): string | null {
  const trimmed = text.trim().slice(0, MESSAGE_MAX);
  return trimmed === '' ? null : trimmed;
}
