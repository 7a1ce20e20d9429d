import 'server-only';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { logWords } from '@/lib/log-words';
import type { LogLine } from '@/lib/schemas/log-line';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { LogFrames } from './log-lines/frames';
import { parseLogLine } from './log-lines/text';
import { containersOf, inspectOwn, type OwnContainer, onContainer, requireContainer } from './own';

/** Most lines that one request gets, and most characters that they have together. */
const MAX_TAIL = 5_000;
const MAX_TAIL_CHARS = 8 << 20;
const REATTACH_MS = 1_000;
const MAX_WORDS = 300;
/** A program that does not know an option says so first and then lists those that it knows, hundreds of lines. */
const LAST_LINES = MAX_TAIL;

interface StreamOptions {
  tail: number;
  /** Epoch seconds, with a fraction of up to nine digits. */
  since?: string;
  follow: boolean;
  signal?: AbortSignal;
}

/** The part of the client's transport that is used here; its published type is `any`. */
interface Modem {
  dial(request: object, done: (error: unknown, stream: unknown) => void): void;
}

interface RawLine {
  stream: LogLine['stream'];
  raw: string;
}

/** Opens a log as a stream; the client itself would collect one that is not followed in memory, twice. */
function openLog(own: OwnContainer, { tail, since, follow, signal }: StreamOptions): Promise<Readable> {
  const query = {
    stdout: 1,
    stderr: 1,
    timestamps: 1,
    tail: Math.min(tail, MAX_TAIL),
    follow: follow ? 1 : 0,
  };
  return onContainer(own, (container) => {
    const modem = container.modem as Modem;
    return new Promise<Readable>((resolve, reject) => {
      modem.dial(
        {
          path: `/containers/${container.id}/logs?`,
          method: 'GET',
          isStream: true,
          abortSignal: signal,
          options: { ...query, ...(since && { since }) },
          statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        },
        (error, stream) => (error ? reject(error) : resolve(stream as Readable)),
      );
    });
  });
}

/** The raw lines of one container's log. Leaving the loop, or `signal`, closes the engine's socket. */
async function* readLines(own: OwnContainer, options: StreamOptions): AsyncGenerator<RawLine> {
  const seen = await inspectOwn(own);
  if (!seen) return;
  const source = await openLog(own, options);
  const frames = new LogFrames(seen.Config.Tty);
  try {
    for await (const chunk of source) yield* frames.push(chunk as Buffer);
    yield* frames.flush();
  } catch (error) {
    if (!options.signal?.aborted) throw error;
  } finally {
    source.destroy();
  }
}

/** The last lines of a service's log, oldest first. @throws AppError service-absent and the engine's. */
export async function tailLogs(
  service: ServiceName,
  { tail, sinceMs }: { tail: number; sinceMs?: number },
): Promise<LogLine[]> {
  const own = await requireContainer(service);
  const since = sinceMs === undefined ? undefined : (sinceMs / 1000).toFixed(3);
  const lines: LogLine[] = [];
  let chars = 0;
  for await (const { stream, raw } of readLines(own, { tail, since, follow: false })) {
    const line = parseLogLine(raw, stream, Date.now());
    lines.push(line);
    chars += line.text.length;
    while (chars > MAX_TAIL_CHARS) chars -= lines.shift()?.text.length ?? chars;
  }
  return lines.sort((a, b) => a.atMs - b.atMs);
}

/** Go's flag package and pflag, getopt, Kingpin and Node on an option or a value of one that they do not know. */
const BAD_OPTION =
  /flag provided but not defined|unknown (?:long |short |shorthand )?flag|(?:unrecognized|unknown|bad) option|invalid value "/i;

/** The line that says why a program ended; null when it wrote nothing. Pure. */
export function tellingLine(lines: readonly LogLine[], sinceMs: number): LogLine | null {
  const said = lines.filter(({ text }) => text.trim() !== '');
  const recent = said.filter(({ atMs }) => atMs >= sinceMs);
  return (
    recent.findLast(({ text }) => BAD_OPTION.test(text)) ??
    recent.findLast(({ level }) => level === 'error') ??
    said.at(-1) ??
    null
  );
}

/**
 * Why a container ended, in its own words, for an error's hint: its last error since `sinceMs`, else the last line
 * at all. One that the engine has started again already writes its greetings after the error. Null when it wrote
 * nothing or cannot be asked.
 */
export async function lastWords(own: OwnContainer, sinceMs: number): Promise<string | null> {
  try {
    const lines: LogLine[] = [];
    for await (const { stream, raw } of readLines(own, { tail: LAST_LINES, follow: false }))
      lines.push(parseLogLine(raw, stream, 0));
    const line = tellingLine(lines, sinceMs);
    if (!line) return null;
    const { message, details } = logWords(line.text.trim());
    return `${message} ${details}`.trim().slice(0, MAX_WORDS);
  } catch {
    return null;
  }
}

/** Epoch seconds with nanoseconds, one nanosecond after an RFC 3339 timestamp: where to go on without a repeat. */
export function justAfter(stamp: string): string | undefined {
  const match = /^(.*?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(stamp);
  const seconds = match ? Date.parse(`${match[1]}${match[3]}`) / 1000 : Number.NaN;
  if (!match || Number.isNaN(seconds)) return undefined;
  const nanos = Number((match[2] ?? '').padEnd(9, '0')) + 1;
  return nanos > 999_999_999 ? `${seconds + 1}.000000000` : `${seconds}.${String(nanos).padStart(9, '0')}`;
}

/**
 * A service's log as it is written, beginning with the last `tail` lines. Goes on when the container is started
 * again or replaced; ends when `signal` aborts. @throws AppError service-absent when there is none to begin with.
 */
export async function* followLogs(
  service: ServiceName,
  { tail, signal }: { tail: number; signal: AbortSignal },
): AsyncGenerator<LogLine> {
  let own: OwnContainer | undefined = await requireContainer(service);
  let since: string | undefined;
  let attachedTo: string | null = null;
  while (!signal.aborted) {
    const isNew: boolean = own !== undefined && own.id !== attachedTo;
    if (own && (isNew || own.info.State === 'running')) {
      const first = attachedTo === null;
      attachedTo = own.id;
      const from = first ? {} : { since };
      for await (const { stream, raw } of readLines(own, {
        tail: first ? tail : MAX_TAIL,
        ...from,
        follow: true,
        signal,
      })) {
        const next = justAfter(raw.slice(0, raw.indexOf(' ')));
        // The two outputs are stamped apart, so an earlier stamp may follow a later one by a moment.
        if (next !== undefined && (since === undefined || next > since)) since = next;
        yield parseLogLine(raw, stream, Date.now());
      }
    }
    await sleep(REATTACH_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) [own] = await containersOf(service);
  }
}
