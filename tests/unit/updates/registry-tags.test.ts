import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newestAbove, readVersions } from '@/lib/server/updates/registry-tags';
import { certificateFor, lanAddress } from '../../support/fakes/receivers';

const HOST = 'registry.test';
const own = certificateFor(HOST);
let server: Server;
let port: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: { url: string; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer(own, (request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, lanAddress(), resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
});

const versions = (limitMs = 20_000) =>
  readVersions(`${HOST}:${port}/some/image`, {
    resolve: async () => [{ address: lanAddress(), family: 4 }],
    ca: own.cert,
    limitMs,
  });
const tags = (list: unknown) => JSON.stringify({ name: 'some/image', tags: list });
const LIST = '/v2/some/image/tags/list?n=1000';

describe('a registry', () => {
  test('is asked for the tags, without an account', async () => {
    answer = (_request, response) => response.end(tags(['v1.0.0', 'latest', 'v1.1.0']));
    expect(await versions()).toEqual(['v1.0.0', 'v1.1.0']);
    expect(seen).toEqual([{ url: LIST, authorization: undefined }]);
  });

  test('that wants a token for everybody gets one', async () => {
    answer = ({ url, headers }, response) => {
      if (url?.startsWith('/token')) return response.end(JSON.stringify({ access_token: 'for.everybody' }));
      if (headers.authorization === 'Bearer for.everybody') return response.end(tags(['v1.0.0']));
      const realm = `https://${HOST}:${port}/token`;
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="own",scope="x"` });
      return response.end();
    };
    expect(await versions()).toEqual(['v1.0.0']);
    expect(seen[1]?.url).toBe('/token?service=own&scope=repository%3Asome%2Fimage%3Apull');
  });

  test('with several pages is read to the end', async () => {
    answer = ({ url }, response) => {
      if (url === LIST) response.setHeader('link', '</v2/some/image/tags/list?last=b&n=1000>; rel="next"');
      response.end(tags([url === LIST ? 'v1.0.0' : 'v2.0.0']));
    };
    expect(await versions()).toEqual(['v1.0.0', 'v2.0.0']);
  });
});

describe('a hostile answer', () => {
  test.each<[string, unknown]>([
    ['no tags', null],
    ['texts that are none', ['v1.0.0\n<script>', '../../etc', 'v1', 'v1.2.3-rc1', 'v1.2.3@sha256:x', '']],
    ['numbers without an end', [`v${'9'.repeat(400)}.0.0`, 'v1.2.3.4.5.6', 7, {}, ['v1.0.0']]],
  ])('%s: nothing is taken of it', async (_what, list) => {
    answer = (_request, response) => response.end(tags(list));
    expect(await versions()).toEqual([]);
  });

  test.each<[string, (request: IncomingMessage, response: ServerResponse) => unknown]>([
    ['an error', (_request, response) => response.writeHead(500).end()],
    ['a page of the web', (_request, response) => response.end('<html>')],
    ['a list that does not end', (_request, response) => response.end(tags([`${'x'.repeat(2_000_000)}`]))],
    ['one that leads elsewhere', (_request, response) => response.writeHead(302, { location: LIST }).end()],
    ['a connection that breaks off', (_request, response) => response.destroy()],
    ['one that wants an account', (_request, response) => response.writeHead(401).end()],
    [
      'one that gives out tokens without TLS',
      (_request, response) =>
        response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://10.0.0.1/"' }).end(),
    ],
    [
      'one whose tokens are in the stack',
      (_request, response) =>
        response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://127.0.0.1/"' }).end(),
    ],
    [
      'a token with a line of its own',
      ({ url }, response) =>
        url?.startsWith('/token')
          ? response.end(JSON.stringify({ token: 'a\r\nx: y' }))
          : response
              .writeHead(401, { 'www-authenticate': `Bearer realm="https://${HOST}:${port}/token"` })
              .end(),
    ],
  ])('%s: no list, and nothing else is asked', async (_what, hostile) => {
    answer = hostile;
    await expect(versions()).rejects.toThrow();
    expect(seen.length).toBeLessThanOrEqual(2);
  });

  test('pages that never end are not read for ever, and none elsewhere', async () => {
    let page = 0;
    answer = (_request, response) => {
      page += 1;
      response.setHeader('link', `</v2/some/image/tags/list?last=${page}>; rel="next"`);
      response.end(tags([`v1.0.${page}`]));
    };
    expect(await versions()).toHaveLength(30);
    for (const target of ['https://elsewhere.test/v2/some/image/tags/list', '/v2/other/tags/list', 'x']) {
      seen = [];
      answer = (_request, response) => {
        response.setHeader('link', `<${target}>; rel="next"`);
        response.end(tags(['v1.0.0']));
      };
      expect(await versions()).toEqual(['v1.0.0']);
      expect(seen).toHaveLength(1);
    }
  });

  test('one that never comes is given up', async () => {
    answer = () => undefined;
    await expect(versions(300)).rejects.toThrow();
  });
});

describe('the newest version above the one that runs', () => {
  test.each<[string, string[], string | null]>([
    ['v1.149.0', ['v1.9.0', 'v1.150.0', 'v1.151.2', 'v1.151.0'], 'v1.151.2'],
    ['v1.149.0', ['v1.148.9', 'v1.149.0'], null],
    ['v1.149.0', ['v1.150', 'v2.0.0.0'], null],
    ['0.67.0', ['v0.68.0'], 'v0.68.0'],
    ['v1.149.0', [], null],
    ['latest', ['v1.150.0'], null],
    ['', ['v1.150.0'], null],
  ])('%s among %j: %s', (running, all, newest) => {
    expect(newestAbove(running, all)).toBe(newest);
  });
});
