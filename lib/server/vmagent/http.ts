import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { AppError } from '../errors';
import { singleton } from '../singleton';

const TIMEOUT_MS = 2000;
const MAX_BYTES = 16 * 1024 * 1024;

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
    'http:': new http.Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1 }),
  }));

/**
 * One small HTTP request to a component of the stack. Redirects are not followed: they come back as they are.
 * @throws AppError timeout (no full answer in time), too-large, vmagent-unreachable (any other failure; the
 * message is the system's error code and is not the component's words)
 */
export function request(url: string, options: RequestOptions = {}): Promise<HttpAnswer> {
  const { method = 'GET', timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = options;
  const target = new URL(url);
  const isTls = target.protocol === 'https:';
  const agent = isTls ? agents()['https:'] : agents()['http:'];

  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? https : http).request(target, { method, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes)
          outgoing.destroy(new AppError('too-large', `The answer is over ${maxBytes} bytes.`));
        else chunks.push(chunk);
      });
      incoming.on('end', () => {
        clearTimeout(deadline);
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
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
