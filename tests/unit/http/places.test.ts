import { afterEach, beforeEach, expect, test } from 'vitest';
import { POST as signIn } from '@/app/api/session/route';
import { POST as setUp } from '@/app/api/setup/route';
import { GET as stream } from '@/app/api/stream/route';
import { setupCode } from '@/lib/server/auth/setup-code';
import { handler } from '@/lib/server/http/handler';
import { download } from '@/lib/server/http/places';
import { sse } from '@/lib/server/http/sse';
import { cookieOf, freshPanel, panelRequest } from '../../support/panel/route-call';

const password = 'tall reeds by the pond';
const logs = handler({ access: 'owner' }, ({ request }) => sse(request, () => undefined, 'log'));
const file = handler({ access: 'owner' }, ({ request }) =>
  download(request, () => new Response('x'.repeat(1000), { headers: { 'content-length': '1000' } })),
);
const broken = handler({ access: 'owner' }, ({ request }) =>
  download(request, () => {
    throw new Error('the engine is away');
  }),
);
let panel: ReturnType<typeof freshPanel>;
let cookie = '';
beforeEach(async () => {
  panel = freshPanel();
  cookie = cookieOf(
    await setUp(panelRequest('/api/setup', { method: 'POST', body: { code: await setupCode(), password } })),
  );
});
afterEach(() => panel.remove());

const another = async () =>
  cookieOf(await signIn(panelRequest('/api/session', { method: 'POST', body: { password } })));
const open = (route: typeof logs, count: number, own = cookie) =>
  Promise.all(Array.from({ length: count }, () => route(panelRequest('/x', { cookie: own }))));

async function refusal(response: Response) {
  const { error } = await response.json();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ...error };
}

test.each([
  ['live views', stream, 60],
  ['logs', logs, 12],
  ['downloads', file, 3],
] as const)(
  'the one of the %s that is too many for a session is told so, and those before it go on',
  async (name, route, most) => {
    const opened = await open(route, most);
    expect(opened.map(({ status }) => status)).toEqual(Array(most).fill(200));
    expect(await refusal(await route(panelRequest('/x', { cookie })))).toMatchObject({
      status: 429,
      code: 'too-many-streams',
      message: `Too many ${name} are open at once.`,
      hint: 'Close other tabs of Weir in this browser.',
      retryAfter: '30',
    });
    // Another browser is not kept out by this one.
    expect((await route(panelRequest('/x', { cookie: await another() }))).status).toBe(200);
    for (const { body } of opened) expect(body?.locked).toBe(false);
    await opened[0]?.body?.cancel();
    expect((await route(panelRequest('/x', { cookie }))).status).toBe(200);
  },
);

test('there is a limit for all sessions together', async () => {
  for (let i = 0; i < 3; i++) await open(logs, 12, await another());
  // Which of them comes last is not said.
  const [refused, ...others] = (await open(logs, 5)).filter(({ status }) => status !== 200);
  expect(others).toEqual([]);
  expect(await refusal(refused ?? new Response('{}'))).toMatchObject({
    status: 429,
    hint: 'Close Weir in other browsers, or sign them out.',
  });
});

test.each([
  ['live view', stream, 60],
  ['download', file, 3],
] as const)('a %s of which only the head is asked keeps no place', async (_name, route, most) => {
  for (let i = 0; i <= most; i++) {
    const { status, body } = await route(panelRequest('/x', { method: 'HEAD', cookie }));
    expect({ status, body }).toEqual({ status: 200, body: null });
  }
});

test('a download that nobody waits for any more keeps no place', async () => {
  for (let i = 0; i < 4; i++) {
    const gone = new AbortController();
    const asked = new Request(panelRequest('/x', { cookie }), { signal: gone.signal });
    const made = file(asked);
    gone.abort();
    await made;
  }
  expect((await file(panelRequest('/x', { cookie }))).status).toBe(200);
});

test('a download gives its place back when it has been read, broken off, or could not be made', async () => {
  for (let round = 0; round < 5; round++) {
    const [read, left, asked] = await open(file, 3);
    expect(await read?.text()).toHaveLength(1000);
    expect(read?.headers.get('content-length')).toBe('1000');
    await left?.body?.cancel();
    await asked?.text();
    expect((await broken(panelRequest('/x', { cookie }))).status).toBe(500);
  }
});
