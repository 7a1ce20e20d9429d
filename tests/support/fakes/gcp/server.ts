import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeAuthority } from '../../stack/certificates.ts';
import { Google, type LoggedCall } from './google.ts';
import type { GoogleState } from './state.ts';

export interface Counts {
  token: number;
  metricDescriptors: number;
  timeSeries: number;
  /** Time series in all answers: what Google bills. */
  series: number;
}

export interface FakeGoogle {
  /** Plain HTTP: a proxy that leads each of Google's names here, and by itself a token address (`…/token`). */
  url: string;
  /** Where it speaks TLS under Google's names, for those who need no proxy. */
  tls: { host: string; port: number };
  /** The certificate (PEM) of the authority to trust. */
  ca: string;
  /** May be changed at any time. */
  state: GoogleState;
  /** Every call since the last `forgetCalls`. */
  calls: readonly LoggedCall[];
  counts(): Counts;
  forgetCalls(): void;
  /** Access tokens that were given are good no longer. */
  forgetTokens(): void;
  /** Nothing listens any more, and open connections end, until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

const NAMES = ['monitoring.googleapis.com', 'oauth2.googleapis.com', 'localhost'];
const DAYS = 2;

function listen(server: Server, address: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * A fake Google Cloud Monitoring (token address, metricDescriptors, timeSeries) for the unmodified exporter; see
 * `exporter-image.ts` for how a whole stack meets it.
 * @param address where to listen; the bridge's, for containers of every network of an engine
 */
export async function startFakeGoogle(address: string, more: Partial<GoogleState> = {}): Promise<FakeGoogle> {
  const google = new Google({
    accounts: {},
    projects: {},
    faults: [],
    clockAheadMs: 0,
    tokenSeconds: 3600,
    mostPerPage: 10_000,
    ...more,
  });
  let url = '';

  const handle: http.RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { pathname: path, searchParams: params } = new URL(request.url ?? '/', 'https://any');
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const authorization = request.headers.authorization ?? '';
      const answer = google.answer({ path, params, form, authorization, ownTokenUri: `${url}/token` });
      if (answer === null) return;
      const date = new Date(google.nowMs).toUTCString();
      response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8', date });
      response.end(JSON.stringify(answer.body));
    });
  };
  const authority = makeAuthority();
  const tls = https.createServer(authority.issue([...NAMES, address], DAYS), handle);
  const plain = http.createServer(handle);
  const tunnels = new Set<Duplex>();
  plain.on('connect', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!/^[\w.-]+\.googleapis\.com:443$/.test(request.url ?? '')) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    tunnels.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => tunnels.delete(socket));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length) socket.unshift(head);
    tls.emit('connection', socket);
  });
  const ports = { tls: await listen(tls, address), plain: await listen(plain, address) };
  url = `http://${address}:${ports.plain}`;

  const stop = (server: http.Server) =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  const cut = async () => {
    for (const socket of tunnels) socket.destroy();
    await Promise.all([tls, plain].map(stop));
  };
  const calls = google.calls;
  const count = (method: LoggedCall['method']) => calls.filter((call) => call.method === method).length;
  return {
    url,
    tls: { host: address, port: ports.tls },
    ca: authority.pem,
    state: google.state,
    calls,
    counts: () => ({
      token: count('token'),
      metricDescriptors: count('metricDescriptors'),
      timeSeries: count('timeSeries'),
      series: calls.reduce((sum, { method, found }) => sum + (method === 'timeSeries' ? found : 0), 0),
    }),
    forgetCalls: () => {
      calls.length = 0;
    },
    forgetTokens: () => google.forgetTokens(),
    cut,
    mend: async () => {
      await listen(tls, address, ports.tls);
      await listen(plain, address, ports.plain);
    },
    close: cut,
  };
}
