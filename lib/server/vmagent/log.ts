import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from './json-log';
import { before, withoutAdvice } from './plain-text';
import { goDurationSeconds } from './targets';

const MESSAGE_MAX = 300;
const STRICT = '; pass -promscrape.config.strictParse=false';

export interface DeliveryWords {
  /** The destination's or the system's own words, untrusted text; null when vmagent passes on none. */
  message: string | null;
  /** How long vmagent waits before it sends the block again; null for a block that it throws away. */
  retrySeconds: number | null;
  saidAtMs: number;
}

const BODY = 'response body';
const AGAIN = 're-sending the block in ';

/** What the destination answered, as vmagent quotes it; null when it quotes nothing. */
function answer(message: string): string | null {
  const quoted = message.indexOf(`${BODY}="`);
  if (quoted >= 0) {
    const rest = message.slice(quoted + BODY.length + 2);
    const end = rest.indexOf(`"; ${AGAIN.slice(0, 10)}`);
    if (end >= 0) return rest.slice(0, end);
    if (rest.endsWith('"')) return rest.slice(0, -1);
  }
  const plain = message.indexOf(`${BODY}: `);
  return plain < 0 ? null : before(message.slice(plain + BODY.length + 2), '. (Similar ');
}

/** The destination's or the system's own words, without vmagent's account of the block and of what it does next. */
function cause(message: string): string {
  const words = before(message, AGAIN).trimEnd();
  return (
    answer(message) ??
    withoutAdvice(
      (words.endsWith(';') ? words.slice(0, -1) : words)
        .replace(/^.*?secret-url"(?: during retry #\d+)?: /, '')
        .replace(/^(?:Post|Get) "[^"]*": /, ''),
    )
  );
}

/** "in 2.144 seconds" before 1.15x, since then a Go duration. */
function retrySeconds(message: string): number | null {
  const at = message.indexOf(AGAIN);
  const [, text = '', unit] =
    /^(\d[\w.]*\w|\d)( seconds)?/.exec(message.slice(at + AGAIN.length, at + 60)) ?? [];
  const seconds = at < 0 ? null : unit ? Number(text) : goDurationSeconds(text);
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
  const entry = jsonLog(lines).findLast(
    ({ atMs, msg }) => atMs >= sinceMs && tellsOf(msg, isRejected, statusCode),
  );
  if (!entry) return null;
  return {
    message: cut(cause(entry.msg)),
    retrySeconds: isRejected ? null : retrySeconds(entry.msg),
    saidAtMs: entry.atMs,
  };
}

function tellsOf(msg: string, isRejected: boolean, statusCode: number | null): boolean {
  if (isRejected) return msg.includes('was rejected (skipping the block)');
  if (statusCode === null) return msg.includes("couldn't send a block");
  const at = msg.indexOf('unexpected status code received ');
  return at >= 0 && msg.includes(`: ${statusCode}; ${BODY}`, at);
}

const AGGREGATION = 'cannot load -remoteWrite.streamAggr.config=';
const ADVICE = '; see https://';

/** Why the last load of the file of aggregations failed, or null. app/vmagent/remotewrite/streamaggr.go */
export function aggregationMessage(lines: readonly LogLine[], sinceMs = 0): string | null {
  const entry = jsonLog(lines).findLast(
    ({ atMs, level, msg }) => atMs >= sinceMs && level === 'error' && msg.includes(AGGREGATION),
  );
  const said = entry?.msg.slice(entry.msg.indexOf(AGGREGATION) + AGGREGATION.length) ?? '';
  return cut(before(said.replace(/^"[^"]*": /, ''), ADVICE));
}

/** Why the last load of the scrape config failed, or null. lib/promscrape/scraper.go, lib/promscrape/config.go */
export function configMessage(lines: readonly LogLine[], sinceMs = 0): string | null {
  const entry = jsonLog(lines).findLast(
    ({ atMs, level, msg }) =>
      atMs >= sinceMs && level === 'error' && /on SIGHUP: |skipping `scrape_config`/.test(msg),
  );
  const words = before(before(entry?.msg ?? '', '; continuing with the previous config'), STRICT).replace(
    /^cannot read "[^"]*" on SIGHUP: /,
    '',
  );
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
