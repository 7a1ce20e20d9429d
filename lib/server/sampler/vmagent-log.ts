import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from './json-log';

const MESSAGE_MAX = 300;

/** The part of a message after `marker` that tells the cause, without vmagent's account of what it does next. */
function cause(message: string): string {
  const answer = /response body="(.*?)"(?:; |$)/.exec(message);
  if (answer?.[1]) return answer[1];
  return message
    .replace(/^.*?secret-url"(?: during retry #\d+)?: /, '')
    .replace(/;? *re-sending the block in .*$/, '')
    .replace(/^(?:Post|Get) "[^"]*": /, '');
}

/**
 * The destination's words on the last block that could not be sent, or null. vmagent (app/vmagent/remotewrite/
 * client.go) logs "couldn't send a block …" without an HTTP answer, "unexpected status code received …" for what
 * it sends again and "sending a block … was rejected (skipping the block)" for what it throws away.
 */
export function deliveryMessage(lines: readonly LogLine[], isRejected: boolean): string | null {
  const pattern = isRejected
    ? /rejected|dropp|skipping the block/i
    : /couldn't send a block|unexpected status code received/;
  const entry = jsonLog(lines).findLast(
    ({ level, msg }) => (level === 'warn' || level === 'error') && pattern.test(msg),
  );
  const found = entry ? cause(entry.msg).trim().slice(0, MESSAGE_MAX) : '';
  return found === '' ? null : found;
}

/** Why the last load of the scrape config failed, or null. lib/promscrape/scraper.go */
export function configMessage(lines: readonly LogLine[]): string | null {
  const entry = jsonLog(lines).findLast(
    ({ level, msg }) =>
      level === 'error' && /cannot (read|parse|load|unmarshal)|skipping `scrape_config`/.test(msg),
  );
  return entry ? entry.msg.slice(0, MESSAGE_MAX) : null;
}
