import 'server-only';
import { stripVTControlCharacters } from 'node:util';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonIn } from '../../json';

/** Longest line that is kept; more is cut, so that one line cannot fill a page. */
const MAX_LINE_CHARS = 8_192;

/** Text without ANSI sequences, control and bidirectional-override characters. Tabs and newlines stay. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text).replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

const LEVELS: Record<string, LogLine['level']> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  critical: 'error',
  crit: 'error',
  fatal: 'error',
  panic: 'error',
};

/** pino's numeric levels: 30 info, 40 warn, 50 error, 60 fatal. */
function numericLevel(value: number): LogLine['level'] {
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  return value >= 30 ? 'info' : 'debug';
}

function levelOf(word: string): LogLine['level'] {
  const level = word.toLowerCase();
  return (Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined) ?? 'unknown';
}

function jsonLevel(text: string): LogLine['level'] | null {
  const line = text.startsWith('{') ? (jsonIn(text) as Record<string, unknown> | undefined) : undefined;
  if (line === undefined) return null;
  const level = line.level ?? line.severity ?? line.lvl;
  if (typeof level === 'number') return numericLevel(level);
  return typeof level === 'string' ? levelOf(level) : 'unknown';
}

/** The level that a line states about itself: JSON (pino, zap), logfmt, klog (`E0102 …`) or a leading word. */
export function detectLevel(text: string): LogLine['level'] {
  const fromJson = jsonLevel(text);
  if (fromJson) return fromJson;
  const logfmt = /(?:^|\s)(?:level|lvl|severity)="?([a-z]+)"?(?=\s|$)/i.exec(text);
  if (logfmt?.[1]) return levelOf(logfmt[1]);
  const klog = /^([IWEF])\d{4} \d{2}:\d{2}:\d{2}/.exec(text);
  if (klog?.[1]) return { I: 'info', W: 'warn', E: 'error', F: 'error' }[klog[1]] as LogLine['level'];
  const word =
    /(?:^|[\s[|:])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|PANIC)(?=[\s\]|:]|$)/i.exec(
      text.slice(0, 80),
    );
  return word?.[1] ? levelOf(word[1]) : 'unknown';
}

/** One line as the engine sends it with `timestamps=1`: RFC 3339 with nanoseconds, a space, the text. */
export function parseLogLine(raw: string, stream: LogLine['stream'], nowMs: number): LogLine {
  const stamp = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?/.exec(raw);
  const parsedMs = stamp?.[1] ? Date.parse(stamp[1]) : Number.NaN;
  const text = cleanText(Number.isNaN(parsedMs) ? raw : raw.slice(stamp?.[0].length));
  return {
    atMs: Number.isNaN(parsedMs) ? nowMs : parsedMs,
    stream,
    level: detectLevel(text),
    text: text.slice(0, MAX_LINE_CHARS),
  };
}
