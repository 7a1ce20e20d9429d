import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { impostorIn } from '@/lib/server/remote-write/impostor';
import { findImpostor, probeRemoteWrite } from '@/lib/server/remote-write/probe';
import { createImpostorWatch, shapeStep } from '@/lib/server/sampler/watch/impostor-watch';
import { type FakeWorld, fakeWorld, settings, vmagentMetrics } from '../../support/fakes/fake-ports';
import { lanAddress } from '../../support/fakes/receivers';

const answer = (status: number, contentType = '', body = '', location?: string) => ({
  status,
  contentType,
  body,
  ...(location !== undefined && { location }),
});

describe('what answers an empty remote-write request', () => {
  test.each([
    ['Mimir', answer(200)],
    ['VictoriaMetrics and Prometheus', answer(204)],
    ['a queue that takes it for later', answer(202)],
    ['a gateway with JSON', answer(200, 'application/json', '{"status":"ok"}')],
    ['a gateway with one word', answer(200, 'text/plain; charset=utf-8', 'OK\n')],
    ['a queue with one word', answer(202, '', 'Accepted')],
    ['a proxy with the status in words', answer(200, 'text/plain', '200 OK')],
    ['a refusal, also as a web page', answer(401, 'text/html', '<html>')],
    ['a fault, also as a web page', answer(502, 'text/html', '<html>')],
    ['what takes no empty request', answer(400, 'text/plain', 'snappy: corrupt input')],
  ])('is the destination: %s', (_who, given) => expect(impostorIn(given)).toBeNull());

  test.each([
    [
      'a login page elsewhere',
      answer(302, '', '', 'https://portal.example/login?token=1'),
      'redirect',
      'HTTP 302, to portal.example',
    ],
    ['a redirect to nowhere', answer(307), 'redirect', 'HTTP 307'],
    ['a captive portal', answer(200, 'text/html; charset=utf-8', 'x'), 'page', 'HTTP 200 with a web page'],
    [
      'a page that does not say that it is one',
      answer(200, '', ' <!DOCTYPE html>'),
      'page',
      'HTTP 200 with a web page',
    ],
    [
      'a parked domain',
      answer(200, 'text/plain', 'This domain is for sale.'),
      'text',
      'HTTP 200 with a text',
    ],
  ])('is an impostor: %s', (_who, given, kind, words) => expect(impostorIn(given)).toEqual({ kind, words }));
});

describe('a real server', () => {
  let server: Server;
  let asked: (string | undefined)[];
  beforeEach(async () => {
    asked = [];
    server = createServer((incoming, outgoing) => {
      asked.push(incoming.url);
      if (incoming.url === '/moved') outgoing.writeHead(308, { location: '/good' }).end();
      else if (incoming.url === '/sent-away') outgoing.writeHead(307, { location: '/write' }).end();
      else if (incoming.url === '/inside')
        outgoing.writeHead(307, { location: 'http://vmagent:8429/-/reload' }).end();
      else if (incoming.url === '/good') outgoing.writeHead(204).end();
      else if (incoming.url === '/parked') outgoing.end('This domain is for sale.');
      else if (incoming.url === '/wordy')
        incoming.on('data', (body: Buffer) =>
          outgoing.writeHead(body.length > 1 ? 400 : 200).end('no samples taken'),
        );
      else outgoing.writeHead(302, { location: '/login' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, lanAddress(), resolve));
  });
  afterEach(() => server.close());
  const target = (path: string) => ({
    kind: 'other' as const,
    url: new URL(`http://${lanAddress()}:${(server.address() as AddressInfo).port}${path}`),
    username: 'a',
    secret: 'b',
  });

  test('is told from one that redirects, and no credential follows the redirect', async () => {
    expect(await findImpostor(target('/good'))).toBe('none');
    expect(await findImpostor(target('/write'))).toMatchObject({ kind: 'redirect' });
    expect(asked).toEqual(['/good', '/write']);
  });

  test('is followed where vmagent sends the block itself on, and never into the stack', async () => {
    expect(await findImpostor(target('/moved'))).toBe('none');
    expect(await findImpostor(target('/sent-away'))).toMatchObject({ kind: 'redirect' });
    expect(await findImpostor(target('/inside'))).toMatchObject({ kind: 'redirect' });
    expect(asked).toEqual(['/moved', '/good', '/sent-away', '/write', '/inside']);
  });

  test('is no impostor for a text, where it refuses what is no remote write', async () => {
    expect(await findImpostor(target('/wordy'))).toBe('none');
    expect(await findImpostor(target('/parked'))).toMatchObject({ kind: 'text' });
    expect(await probeRemoteWrite(target('/wordy'))).toMatchObject({ outcome: 'ok' });
    expect(await probeRemoteWrite(target('/parked'))).toMatchObject({ outcome: 'wrong-url' });
  });

  test('that does not answer says nothing', async () => {
    const gone = target('/good');
    await new Promise((resolve) => server.close(resolve));
    expect(await findImpostor(gone)).toBeNull();
  });
});

const counted = (requests: number, bytesAnswered: number, dials = 1) =>
  vmagentMetrics({ requests, bytesAnswered, dials });

describe('vmagent’s own counters tell when another may be answering', () => {
  const run = (...readings: ReturnType<typeof counted>[]) => {
    let shape: Parameters<typeof shapeStep>[0] = null;
    return readings.map((reading) => {
      const step = shapeStep(shape, reading);
      shape = step.shape;
      return step.isChanged;
    });
  };

  test.each([
    [
      'answers as ever, once it is known how they are',
      [counted(5, 555), counted(7, 777), counted(9, 1001), counted(10, 1112)],
      [true, true, false, false],
    ],
    [
      'a redirect: two answers for one',
      [counted(5, 555), counted(7, 777), counted(9, 6157)],
      [true, true, true],
    ],
    [
      'a web page',
      [counted(5, 555), counted(6, 666), counted(7, 777), counted(8, 2866)],
      [true, true, false, true],
    ],
    [
      'answers that grow by small steps',
      [counted(5, 555), counted(6, 666), counted(7, 827), counted(8, 1038)],
      [true, true, false, true],
    ],
    ['the destination again', [counted(5, 9000), counted(6, 11_000), counted(7, 11_111)], [true, true, true]],
    [
      'a new connection',
      [counted(5, 555), counted(7, 777), counted(9, 999), counted(11, 1221, 2)],
      [true, true, false, true],
    ],
    ['no answer meanwhile', [counted(5, 555), counted(5, 555)], [true, false]],
  ])('%s', (_what, readings, changed) => expect(run(...readings)).toEqual(changed));

  test('a vmagent that counts none of it shows no change', () =>
    expect(shapeStep(null, vmagentMetrics({ bytesAnswered: null, dials: null }))).toEqual({
      shape: null,
      isChanged: false,
    }));
});

describe('the watch', () => {
  let world: FakeWorld;
  let watch: ReturnType<typeof createImpostorWatch>;
  let found: 'none' | { kind: 'page'; words: string } | null;
  const cloud = { ...settings, destination: { kind: 'other' as const, url: 'https://a.example/write' } };
  beforeEach(() => {
    world = fakeWorld();
    found = 'none';
    world.ports.askForImpostor = async () => {
      world.asked.impostor = (world.asked.impostor ?? 0) + 1;
      return found;
    };
    watch = createImpostorWatch(world.ports, () => undefined);
  });

  /** Ticks every 15 s for so long; each has a delivery. */
  async function pass(ms: number, bytesOfAnswer: number | null, now: typeof settings = cloud) {
    for (const until = world.nowMs + ms; world.nowMs < until; world.nowMs += 15_000) {
      requests += 1;
      bytes += bytesOfAnswer ?? 0;
      const metrics = bytesOfAnswer === null ? vmagentMetrics({ dials: null }) : counted(requests, bytes);
      watch.tick(now, { ...metrics, startedAtMs }, true);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  let requests = 0;
  let bytes = 0;
  let startedAtMs = 0;

  test('asks at the start, again when it is known how answers are, and then once an hour', async () => {
    await pass(59 * 60_000, 111);
    expect(world.asked.impostor).toBe(2);
    await pass(120_000, 111);
    expect(world.asked.impostor).toBe(3);
  });

  test('something else that answers right after the first question is found within a minute', async () => {
    await pass(15_000, 111);
    expect(world.asked.impostor).toBe(1);
    found = { kind: 'page', words: 'HTTP 200 with a web page' };
    await pass(60_000, 2222);
    expect(watch.reading.impostor).toMatchObject(found);
  });

  test('after a restart of vmagent as well', async () => {
    await pass(120_000, 111);
    bytes = 0;
    requests = 0;
    startedAtMs += 60_000;
    await pass(15_000, 111);
    found = { kind: 'page', words: 'HTTP 200 with a web page' };
    await pass(60_000, 2222);
    expect(watch.reading.impostor).toMatchObject(found);
  });

  test('a question without an answer is asked again, and with time more seldom', async () => {
    await pass(120_000, 111);
    found = null;
    await pass(60_000, 2222);
    found = { kind: 'page', words: 'HTTP 200 with a web page' };
    const askedAt = world.asked.impostor;
    await pass(60_000, 2222);
    expect(watch.reading.impostor).toMatchObject(found);
    expect(world.asked.impostor).toBeGreaterThan(askedAt ?? 0);
    found = null;
    watch = createImpostorWatch(world.ports, () => undefined);
    world.asked.impostor = 0;
    await pass(24 * 60 * 60_000, 111);
    expect(world.asked.impostor).toBeLessThan(40);
  });

  test('something else than remote write is found within a minute, and its end as well', async () => {
    await pass(120_000, 111);
    found = { kind: 'page', words: 'HTTP 200 with a web page' };
    const fromMs = world.nowMs;
    await pass(60_000, 2222);
    expect(watch.reading.impostor).toEqual({ ...found, sinceMs: fromMs });
    found = null;
    await pass(60_000, 2222);
    expect(watch.reading.impostor).not.toBeNull();
    found = 'none';
    await pass(60_000, 111);
    expect(watch.reading.impostor).toBeNull();
  });

  test('a vmagent that does not count answers is asked about every minute', async () => {
    await pass(10 * 60_000, null);
    expect(world.asked.impostor).toBeGreaterThanOrEqual(10);
  });

  test('the store on this Pi is not asked', async () => {
    await pass(120_000, 111, { ...settings, destination: { kind: 'local', url: 'http://a/' } });
    expect(world.asked.impostor).toBeUndefined();
  });
});
