import 'server-only';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError } from '../errors';
import { checkHeaders, readBody } from './body';
import type { Calls } from './calls';
import { LineReader } from './lines';
import { readTarget } from './read/asked';
import { EngineGone, EngineRefusal, Refusal } from './read/refusal';
import { bytesOf } from './rules/engine';
import { type Answer, findRule, nameOf, type Rule } from './rules/rule';
import type { World } from './rules/world';

/** The panel keeps connections for its next calls. */
const MOST_CONNECTIONS = 256;
/** At a time; the panel has 40 logs and 6 downloads at most. */
const MOST_STREAMS = 64;
const MOST_CALLS = 64;
/** What is no stream is over by then: stopping a container takes a minute at most. */
const LIMIT_MS = 300_000;
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  // The client is told, and never asks on a connection that is about to be closed.
  keepAliveTimeout: 60_000,
};

export interface Door {
  rules: readonly Rule[];
  /** The oldest version of the API that it takes, as the number after `1.`. */
  oldestMinor?: number;
}

function sendJson(response: ServerResponse, status: number, data: unknown): void {
  const bytes = Buffer.from(JSON.stringify(data));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

/** The engine's answer, as far as the panel gets it. */
async function pass(
  answer: Answer,
  world: World,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if ('json' in answer) {
    sendJson(response, 200, answer.json);
    return;
  }
  const reply = await world.engine.open(answer.ask, signal);
  const status = reply.statusCode ?? 502;
  const api = reply.headers['api-version'];
  if (api !== undefined) response.setHeader('api-version', api);
  if ('cut' in answer && status >= 200 && status < 300) {
    const text = (await bytesOf(reply)).toString();
    sendJson(response, status, answer.cut(text === '' ? null : JSON.parse(text)));
    return;
  }
  const { 'content-type': type, 'content-length': length } = reply.headers;
  response.writeHead(status, {
    ...(type && { 'content-type': type }),
    ...(length && { 'content-length': length }),
  });
  // What waits for the first event must know that the stream stands.
  response.flushHeaders();
  const lines = 'read' in answer && answer.read ? new LineReader(answer.read) : null;
  reply.on('data', (chunk: Buffer) => lines?.push(chunk));
  reply.on('error', () => response.destroy());
  reply.on('end', () => {
    if (!reply.complete) response.destroy();
  });
  reply.pipe(response);
}

function refuse(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  say: (line: string) => void,
): void {
  if (response.headersSent || error instanceof EngineGone) {
    response.destroy();
    return;
  }
  // What was not read of a body is not read any more.
  response.setHeader('connection', 'close');
  if (error instanceof EngineRefusal) {
    sendJson(response, error.status, { message: error.message });
  } else if (error instanceof Refusal || error instanceof AppError) {
    say(`refused: ${request.method} ${(request.url ?? '').split('?')[0]?.slice(0, 120)}: ${error.message}`);
    const words = error.message.replace(/\.$/, '');
    sendJson(response, 403, { message: `The gateway to the engine does not allow that: ${words}.` });
  } else {
    say(`failed: ${error instanceof Error ? error.message : 'for no reason'}`);
    sendJson(response, 500, { message: 'The gateway to the engine has failed.' });
  }
}

/** Listens on a Unix socket for what `door` lets through. */
export function openDoor(
  socket: string,
  { rules, oldestMinor }: Door,
  world: World,
  calls: Calls,
  say: (line: string) => void,
): Promise<Server> {
  const open = { streams: 0, calls: 0 };
  /** Takes a place until the call has ended, however it ends. */
  const takePlace = (kind: keyof typeof open, most: number, response: ServerResponse): void => {
    if (open[kind] >= most) throw new Refusal(`too many ${kind} are open`);
    open[kind] += 1;
    response.on('close', () => {
      open[kind] -= 1;
    });
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ended = new AbortController();
    const limit = setTimeout(() => ended.abort(), LIMIT_MS);
    response.on('close', () => {
      clearTimeout(limit);
      ended.abort();
    });
    // Whoever asked may be gone when there is an answer.
    response.on('error', () => undefined);
    try {
      checkHeaders(request);
      const asked = readTarget(request.method ?? '', request.url ?? '', oldestMinor);
      const { rule, hole } = findRule(rules, asked);
      if (rule.isStream) clearTimeout(limit);
      takePlace(rule.isStream ? 'streams' : 'calls', rule.isStream ? MOST_STREAMS : MOST_CALLS, response);
      const body = await readBody(request, rule.body);
      const answer = await rule.answer({ asked, hole, body, world, signal: ended.signal });
      calls.count(nameOf(rule));
      await pass(answer, world, response, ended.signal);
    } catch (error) {
      refuse(error, request, response, say);
    }
  };
  const server = createServer(LIMITS, (request, response) => void handle(request, response));
  // Node would let the client go on with its body.
  server.on('checkContinue', (request, response) => void handle(request, response));
  server.on('checkExpectation', (request, response) => void handle(request, response));
  server.maxConnections = MOST_CONNECTIONS;
  rmSync(socket, { force: true });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(socket, () => {
      // The folder is in nobody else's reach.
      chmodSync(socket, 0o666);
      resolve(server);
    });
  });
}
