import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from '@playwright/test';
import { launchOptions } from '../../playwright.config.ts';
import { NETWORK_CHANGED } from '../support/panel/network-changed.ts';
import type { Panel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';

export const openBrowser = (): Promise<Browser> => chromium.launch(launchOptions);

export async function newContext(browser: Browser, server: Panel) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const [name, value] = server.cookie().split('=');
  if (name && value) await context.addCookies([{ name, value, url: server.url }]);
  return context;
}

/** Opens a page in `count` browsers, each with a session of its own; the first page unless told. @returns what closes them */
export async function openViewers(
  browser: Browser,
  server: Panel,
  count: number,
  route = '',
): Promise<() => Promise<void>> {
  const contexts = await Promise.all(Array.from({ length: count }, () => newContext(browser, server)));
  for (const context of contexts) await (await context.newPage()).goto(server.url + route);
  return async () => {
    await Promise.all(contexts.map((context) => context.close()));
  };
}

export interface Streams {
  /** Received by all of them so far, without the answers' headers. */
  bytes(): number;
  close(): Promise<void>;
}

/** Only the live streams of `count` viewers, without a browser. */
export async function openStreams(panel: Panel, count: number): Promise<Streams> {
  let bytes = 0;
  const ends = Array.from({ length: count }, () => {
    const request = http.get(`${panel.url}/api/stream`, {
      agent: false,
      headers: { cookie: panel.cookie() },
    });
    const answer = new Promise<number>((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        response
          .on('error', () => {})
          .on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
        resolve(response.statusCode ?? 0);
      });
    });
    return { request, answer };
  });
  const codes = await Promise.all(ends.map(({ answer }) => answer));
  if (codes.some((code) => code !== 200))
    throw new Error(`/api/stream answered ${[...new Set(codes)].join(', ')}.`);
  const close = async () => {
    for (const { request } of ends) request.on('error', () => {}).destroy();
    await sleep(200);
  };
  return { bytes: () => bytes, close };
}

export interface FirstLoad {
  requests: number;
  /** Compressed, with headers, as DevTools counts it. */
  bytes: number;
  scriptBytes: number;
}

/**
 * What an empty browser cache has to fetch for the first page; the open live stream is not counted. A load that the browser
 * breaks off, as it does when a container of another test comes or goes, is no load, and is made anew.
 */
export async function firstLoad(browser: Browser, server: Panel): Promise<FirstLoad> {
  for (;;) {
    const load = await tryFirstLoad(browser, server);
    if (load !== null) return load;
  }
}

async function tryFirstLoad(browser: Browser, server: Panel): Promise<FirstLoad | null> {
  const context = await newContext(browser, server);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const types = new Map<string, string>();
  const sum: FirstLoad = { requests: 0, bytes: 0, scriptBytes: 0 };
  session.on('Network.responseReceived', (event) => types.set(event.requestId, event.type));
  session.on('Network.loadingFinished', (event) => {
    sum.requests++;
    sum.bytes += event.encodedDataLength;
    if (types.get(event.requestId) === 'Script') sum.scriptBytes += event.encodedDataLength;
  });
  let isBroken = false;
  session.on('Network.loadingFailed', ({ errorText }) => {
    isBroken ||= errorText === NETWORK_CHANGED;
  });
  await session.send('Network.enable');
  await page.goto(server.url, { waitUntil: 'load' }).catch((error: unknown) => {
    if (!String(error).includes(NETWORK_CHANGED)) throw error;
  });
  await sleep(2000);
  await context.close();
  return isBroken ? null : sum;
}

export interface CountingProxy {
  url: string;
  /** Requests that came through since the last call. */
  take(): number;
  close(): void;
}

/** Passes requests on to `target` and counts them: what the panel asks of vmagent. */
export function startCountingProxy(target: string): Promise<CountingProxy> {
  let count = 0;
  const server = http.createServer((request, response) => {
    count++;
    const { method, headers } = request;
    const onward = http.request(target + request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const take = () => {
        const taken = count;
        count = 0;
        return taken;
      };
      const close = () => {
        server.closeAllConnections();
        server.close();
      };
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, take, close });
    });
  });
}
