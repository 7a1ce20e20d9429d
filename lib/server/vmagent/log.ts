import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from './json-log';
import { TCP6_ADVICE } from './plain-text';

const MESSAGE_MAX = 300;

/** The destination's or the system's own words, without vmagent's account of the block and of what it does next. */
function cause(message: string): string {
  const answer =
    /response body="(.*?)"(?:; re-sending|$)/.exec(message)?.[1] ??
    /response body: (.*?)(?:\. \(Similar \d+ log messages.*)?$/.exec(message)?.[1];
  if (answer) return answer;
  return message
    .replace(/^.*?secret-url"(?: during retry #\d+)?: /, '')
    .replace(/;? *re-sending the block in .*$/, '')
    .replace(/^(?:Post|Get) "[^"]*": /, '')
    .replace(TCP6_ADVICE, '');
}

/**
 * Why the last block could not be sent, or null. vmagent (app/vmagent/remotewrite/client.go, 1.79 to 1.149) logs
 * "couldn't send a block …" where there was no HTTP answer, "unexpected status code received …" for what it
 * sends again and "sending a block … was rejected (skipping the block)" for what it throws away.
 */
export function deliveryMessage(lines: readonly LogLine[], isRejected: boolean): string | null {
  const pattern = isRejected
    ? /was rejected \(skipping the block\)/
    : /couldn't send a block|unexpected status code received/;
  const entry = jsonLog(lines).findLast(({ msg }) => pattern.test(msg));
  return cut(entry ? cause(entry.msg) : '');
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

function cut(text: string): string | null {
  const trimmed = text.trim().slice(0, MESSAGE_MAX);
  return trimmed === '' ? null : trimmed;
}
