import 'server-only';
import type { ErrorCode } from '@/lib/schemas/error';
import type { StreamFailure } from '@/lib/schemas/stream-failure';
import { isAlive, onSessionsRevoked } from '../auth/session';
import { asAppError } from '../errors';
import { logger } from '../logger';
import { sessionOf } from './access';
import { panelEnd } from './panel-end';
import { takePlace } from './places';

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2000;
/** What a viewer that does not read may leave lying here; then it is cut off and comes back for a fresh state. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** `data` is not changed once it was sent: what is sent to many viewers is made into text once. */
export type Send = (event: string, data: object) => void;

/**
 * A stream of server-sent events. `start` begins to send and stops when `signal` is aborted: the viewer has gone,
 * does not read, or its session has ended (checked at once in this process and at each heartbeat for resets from
 * outside). When `start` returns a promise, its end is the end of the stream; its failure is sent as the last event,
 * `failed` (`StreamFailure`).
 * @throws AppError too-many-streams
 */
export function sse(
  request: Request,
  start: (send: Send, signal: AbortSignal) => Promise<void> | void,
  kind: 'view' | 'log' = 'view',
): Response {
  const leave = takePlace(request, kind);
  const ending = new AbortController();
  ending.signal.addEventListener('abort', leave, { once: true });
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (bytes: Uint8Array) => {
          if (ending.signal.aborted) return;
          controller.enqueue(bytes);
          if ((controller.desiredSize ?? 0) < 0) ending.abort();
        };
        ending.signal.addEventListener('abort', () => closeQuietly(controller), { once: true });
        keepWatch(request, ending, () => write(HEARTBEAT));
        write(OPENING);
        run(start, write, ending);
      },
      cancel: () => ending.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD_BYTES }),
  );
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      // Kept for a next request that never comes, it would hold up the end of the panel.
      connection: 'close',
    },
  });
}

const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(': still here\n\n');
const OPENING = encoder.encode(`retry: ${RECONNECT_MS}\n\n`);
const frames = new WeakMap<object, { event: string; bytes: Uint8Array }>();

/** The bytes of one event: the same ones for every viewer that is sent the same object. */
function frame(event: string, data: object): Uint8Array {
  const made = frames.get(data);
  if (made?.event === event) return made.bytes;
  const bytes = encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  frames.set(data, { event, bytes });
  return bytes;
}

/** Ends the stream with its viewer or its session; beats so that both sides notice a dead connection. */
function keepWatch(request: Request, ending: AbortController, beat: () => void): void {
  const session = sessionOf(request);
  const recheck = async () => {
    if (session !== null && !(await isAlive(session).catch(() => false))) ending.abort();
  };
  const timer = setInterval(() => {
    beat();
    void recheck();
  }, HEARTBEAT_MS);
  timer.unref();
  const forget = onSessionsRevoked(() => void recheck());
  const onGone = () => ending.abort();
  const { streams, hasBegun } = panelEnd();
  streams.add(ending);
  request.signal.addEventListener('abort', onGone, { once: true });
  ending.signal.addEventListener(
    'abort',
    () => {
      clearInterval(timer);
      streams.delete(ending);
      forget();
      request.signal.removeEventListener('abort', onGone);
    },
    { once: true },
  );
  if (request.signal.aborted || hasBegun) ending.abort();
}

function run(
  start: Parameters<typeof sse>[1],
  write: (bytes: Uint8Array) => void,
  ending: AbortController,
): void {
  const send: Send = (event, data) => write(frame(event, data));
  const fail = (error: unknown) => {
    if (!ending.signal.aborted) {
      logger().error({ err: error }, 'a stream broke off');
      send('failed', failureOf(error));
    }
    ending.abort();
  };
  try {
    start(send, ending.signal)?.then(() => ending.abort(), fail);
  } catch (error) {
    fail(error);
  }
}

/** What passes by itself; anything else would only fail again. */
const PASSING: readonly ErrorCode[] = ['docker-unreachable', 'timeout', 'vmagent-unreachable', 'internal'];

function failureOf(error: unknown): StreamFailure {
  const { code, message, hint = null } = asAppError(error);
  return { message, hint, isFinal: !PASSING.includes(code) };
}

function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // The viewer has cancelled it already.
  }
}
