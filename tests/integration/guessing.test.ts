import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BarePanel, startBarePanel } from '../support/panel/bare-panel.ts';
import { OWNER_PASSWORD } from '../support/panel/panel.ts';
import { rawRequest } from '../support/panel/raw-request.ts';
import { sleep } from '../support/run/exec.ts';

let panel: BarePanel;
beforeAll(async () => {
  panel = await startBarePanel('guessing');
});
afterAll(async () => {
  await panel?.stop();
});

const json = { host: 'localhost', 'content-type': 'application/json' };
const post = (path: string, from: string, body: object) =>
  rawRequest(panel.url, { method: 'POST', path, from, headers: json, body: JSON.stringify(body) });
const network = Array.from({ length: 253 }, (_, i) => `127.3.0.${i + 1}`);

/** Strangers at these addresses who ask again as soon as they are answered. @returns ends it, with their answers' statuses */
function guessFrom(addresses: string[], path: string, body: (n: number) => object) {
  let isOver = false;
  const seen: Record<number, number> = {};
  const guessers = addresses.map(async (from) => {
    for (let n = 0; !isOver; n++) {
      const { status } = await post(path, from, body(n));
      seen[status] = (seen[status] ?? 0) + 1;
      // Two cores are to do the panel's work too.
      await sleep(20);
    }
  });
  return {
    seen,
    end: async () => {
      isOver = true;
      await Promise.all(guessers);
      return seen;
    },
  };
}

test('wrong setup codes from the owner’s own address do not make the printed code stale, nor keep the owner out', async () => {
  const code = panel.setupCode();
  const guesses = guessFrom(Array<string>(12).fill('127.3.1.1'), '/api/setup', (n) => ({
    code: `AAAAA-${String(n).padStart(5, 'B')}`,
    password: 'a password of somebody',
  }));
  while ((guesses.seen[401] ?? 0) < 200) await sleep(50);
  expect(panel.setupCode()).toBe(code);
  const claim = await post('/api/setup', '127.3.1.1', { code, password: OWNER_PASSWORD });
  expect(claim.status).toBe(201);
  const seen = await guesses.end();
  expect(Object.keys(seen).filter((status) => status !== '401' && status !== '409')).toEqual([]);
});

test.each([
  ['six addresses', network.slice(0, 6)],
  ['sixty addresses', network.slice(0, 60)],
  ['a whole /24', network],
])(
  'while %s guess as fast as they can, the owner signs in from an address of their own at the first try',
  async (name, addresses) => {
    const guesses = guessFrom(addresses, '/api/session', (n) => ({ password: `a wrong guess ${n}` }));
    // They have begun, and most of them have been told to wait.
    while ((guesses.seen[429] ?? 0) < addresses.length) await sleep(50);
    const from = `127.3.2.${addresses.length & 255}`;
    const answer = await post('/api/session', from, { password: OWNER_PASSWORD });
    const seen = await guesses.end();
    console.info(`${name}: ${JSON.stringify(seen)}`);
    expect(answer.status).toBe(200);
    expect(seen[200]).toBeUndefined();
    // At most the four free tries each, and a few more.
    expect(seen[401] ?? 0).toBeLessThanOrEqual(addresses.length * 4 + 20);
  },
);

test('a browser that signed in before gets in from the very address of strangers who guess', async () => {
  const first = await post('/api/session', '127.3.4.1', { password: OWNER_PASSWORD });
  const device = first.headers['set-cookie']
    ?.find((cookie) => cookie.startsWith('weir_device='))
    ?.split(';')[0];
  const guesses = guessFrom(Array<string>(8).fill('127.3.5.1'), '/api/session', () => ({
    password: 'a wrong guess',
  }));
  while ((guesses.seen[429] ?? 0) < 20) await sleep(50);
  const answer = await rawRequest(panel.url, {
    method: 'POST',
    path: '/api/session',
    from: '127.3.5.1',
    headers: { ...json, cookie: device },
    body: JSON.stringify({ password: OWNER_PASSWORD }),
  });
  await guesses.end();
  expect(answer.status).toBe(200);
});
