import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Receiver {
  origin: string;
  port: number;
  seen: Received[];
  /** How it answers; 200 unless told. */
  answer: RequestListener;
  stop(): Promise<void>;
}

/** An address of this machine that is not its loopback: the panel sends nothing there. */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flat();
  const found = addresses.find((one) => one?.family === 'IPv4' && !one.internal);
  if (!found) throw new Error('This machine has no network interface besides its loopback.');
  return found.address;
}

/** A certificate for one host that signs itself. */
export function certificateFor(host: string): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'weir-cert-'));
  const file = (name: string) => path.join(folder, name);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
      ...['-keyout', file('key.pem'), '-out', file('cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  const read = { key: readFileSync(file('key.pem'), 'utf8'), cert: readFileSync(file('cert.pem'), 'utf8') };
  rmSync(folder, { recursive: true });
  return read;
}

/** A real HTTP server on the machine's own network address. */
export async function httpReceiver(
  tls?: { key: string; cert: string },
  host = lanAddress(),
): Promise<Receiver> {
  const onRequest: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      receiver.seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
      receiver.answer(request, response);
    });
  };
  const server: Server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    port,
    origin: `${tls ? 'https' : 'http'}://${host}:${port}`,
    seen: [],
    answer: (_, response) => response.writeHead(200).end('{}'),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

export interface Mail {
  from: string;
  to: string[];
  raw: string;
  isSecure: boolean;
  user: string | undefined;
}
export interface MailServer {
  host: string;
  port: number;
  mails: Mail[];
  stop(): Promise<void>;
}

export const MAIL_LOGIN = { username: 'me@pond.example', password: 'tall reeds' };

/** A real SMTP server on the machine's own network address; it knows one user and takes mail from nobody else. */
export async function mailServer(options: SMTPServerOptions): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, _, done) =>
      username === MAIL_LOGIN.username && password === MAIL_LOGIN.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('you sent the secret words'), { responseCode: 535 })),
    onRcptTo: ({ address }, _, done) =>
      done(address.startsWith('nobody@') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
    onData: (stream, { envelope, secure, user }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
          isSecure: secure,
          user,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const host = lanAddress();
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { host, port, mails, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
