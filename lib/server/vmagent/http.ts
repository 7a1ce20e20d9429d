import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../errors';
import { singleton } from '../singleton';

const TIMEOUT_MS = 2000;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_LINE = 256 * 1024;

export interface HttpAnswer {
  status: number;
  body: string;
}

interface RequestOptions {
  method?: 'GET' | 'POST';
  /** Plain text to send. */
  body?: string;
  /** For the whole exchange, from the name look-up to the last byte. */
  timeoutMs?: number;
  /** Of the body; more is an error, not a cut. */
  maxBytes?: number;
}

/** Requests made to vmagent since the panel started, for `/metrics`. */
export function vmagentRequests(): { count: number } {
  return singleton('vmagent-requests', () => ({ count: 0 }));
}

// Not `fetch`: Next replaces it with one that caches, and a kept-alive node:http socket costs a Pi less.
const agents = () =>
  singleton('vmagent-agents', () => ({
    // The store: two for dashboards, one for what has arrived.
    'http:': new http.Agent({ keepAlive: true, maxSockets: 3, maxFreeSockets: 1 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 3, maxFreeSockets: 1 }),
  }));

/**
 * One small HTTP request to a component of the stack. Redirects are not followed: they come back as they are.
 * @throws AppError timeout (no full answer in time), too-large, vmagent-unreachable (any other failure; the
 * message is the system's error code and is not the component's words)
 */
export async function request(url: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  const status = await exchange(url, options, (chunk) => chunks.push(chunk));
  return { status, body: Buffer.concat(chunks).toString('utf8') };
}

/**
 * The same, for what is large: each line of the answer is given away as it comes, and none is kept.
 * @returns the status @throws AppError as `request`; also too-large for a line that does not end
 */
export async function requestLines(
  url: string,
  onLine: (line: string) => void,
  options: RequestOptions = {},
): Promise<number> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const status = await exchange(url, options, (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new AppError('too-large', `A line is over ${MAX_LINE} characters.`);
    for (const line of lines) onLine(line);
  });
  if (rest !== '') onLine(rest);
  return status;
}

/** @param onChunk of the body; what it throws ends the exchange @returns the status */
function exchange(url: string, options: RequestOptions, onChunk: (chunk: Buffer) => void): Promise<number> {
  const { method = 'GET', timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = options;
  const target = new URL(url);
  const isTls = target.protocol === 'https:';
  const agent = isTls ? agents()['https:'] : agents()['http:'];

  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? https : http).request(target, { method, agent }, (incoming) => {
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        try {
          if (size > maxBytes) throw new AppError('too-large', `The answer is over ${maxBytes} bytes.`);
          onChunk(chunk);
        } catch (error) {
          incoming.removeAllListeners('data');
          outgoing.destroy(error as Error);
        }
      });
      incoming.on('end', () => {
        clearTimeout(deadline);
        resolve(incoming.statusCode ?? 0);
      });
      incoming.on('error', fail);
    });
    const deadline = setTimeout(() => {
      outgoing.destroy(new AppError('timeout', `No full answer within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
    const fail = (error: NodeJS.ErrnoException) => {
      clearTimeout(deadline);
      reject(
        error instanceof AppError
          ? error
          : new AppError('vmagent-unreachable', error.code ?? 'connection failed', { cause: error }),
      );
    };
    outgoing.on('error', fail);
    outgoing.end(options.body);
  });
}
