import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../stack/certificates.ts';
import type { FakeSeriesLimit } from './fake-series-limit.ts';

/**
 * A fake remote-write endpoint before a real one: passes on what it gets, or answers as the test says. On 127.0.0.1
 * and without encryption unless told.
 */
export class FakeDestination {
  /** Null: pass on to the real one. `hang`: take the request and say nothing. `cut`: break the connection off. */
  answer: { status: number; body: string; headers?: Record<string, string> } | 'hang' | 'cut' | null = null;
  /** Those that samples came with. */
  readonly passwords = new Set<string>();
  /** Called when a request without samples, such as the panel's question, has been passed on and answered. */
  onQuestion: (() => void) | null = null;
  /** Lets through what it takes; null: everything. */
  limit: FakeSeriesLimit | null = null;
  /** Where the real one is asked to take it. */
  path = '/api/v1/write';
  #server: Server | TlsServer | null = null;
  #port = 0;
  readonly #upstream: string;
  readonly #host: string;
  #certificate: Certificate | null;

  constructor(upstream: string, { host = '127.0.0.1', certificate = null as Certificate | null } = {}) {
    this.#upstream = upstream;
    this.#host = host;
    this.#certificate = certificate;
  }

  get url(): string {
    return `${this.#certificate ? 'https' : 'http'}://${this.#host}:${this.#port}/api/v1/write`;
  }

  /** Listens, after `close` on the same port as before. */
  async open(): Promise<void> {
    const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => this.#take(incoming, outgoing);
    const server = this.#certificate
      ? createTlsServer(this.#certificate, onRequest)
      : createServer(onRequest);
    await new Promise<void>((resolve) => server.listen(this.#port, this.#host, resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { authorization = '', 'content-length': length } = incoming.headers;
    // Snappy of nothing is one byte; the panel's other question is a few, and a block of samples many.
    const isQuestion = length === '1';
    const login = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
    if (Number(length) > 50) this.passwords.add(login.slice(login.indexOf(':') + 1));
    if (this.answer === 'hang') {
      incoming.resume();
      return;
    }
    if (this.answer === 'cut') {
      incoming.destroy();
      return;
    }
    if (this.answer) {
      const { status, body, headers } = this.answer;
      incoming.resume().on('end', () => {
        outgoing.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
      });
      return;
    }
    if (this.limit && !isQuestion) {
      void this.#takeWithin(this.limit, incoming, outgoing);
      return;
    }
    const onward = this.#onward(incoming.headers, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502);
      answer.pipe(outgoing);
      if (isQuestion) outgoing.once('finish', () => this.onQuestion?.());
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  }

  #onward(headers: IncomingMessage['headers'], onAnswer: (answer: IncomingMessage) => void) {
    return request(this.#upstream + this.path, { method: 'POST', headers }, onAnswer);
  }

  async #takeWithin(limit: FakeSeriesLimit, incoming: IncomingMessage, outgoing: ServerResponse) {
    const body = Buffer.concat(await incoming.toArray());
    const { taken, refusal } = limit.take(body, Date.now());
    const headers = { ...incoming.headers, 'content-length': String(taken.length) };
    const onward = this.#onward(headers, (answer) => {
      answer.resume();
      outgoing.writeHead(refusal?.status ?? answer.statusCode ?? 502).end(refusal?.body);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    onward.end(taken);
  }

  /** Shows another certificate, also to who is connected already. */
  useCertificate(certificate: Certificate): void {
    this.#certificate = certificate;
    if (this.#server && 'setSecureContext' in this.#server) this.#server.setSecureContext(certificate);
    this.breakOff();
  }

  /** Ends every connection, those that hang as well; new ones are taken. */
  breakOff(): void {
    this.#server?.closeAllConnections();
  }

  /** Gone from the network: connections are refused. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}
