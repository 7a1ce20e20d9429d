import type { Page } from '@playwright/test';
import type { Written } from '@/lib/schemas/machine/written';
import type { StreamFailure } from '@/lib/schemas/stream-failure';
import type { Task } from '@/lib/schemas/task';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { logLines, runningTask, storeStarts } from '../../support/fixtures/live-fixtures.ts';
import { written } from '../../support/fixtures/machine/written-fixtures.ts';
import { type SnapshotName, snapshots } from '../../support/fixtures/snapshots.ts';
import { type BarePanel, startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, loadAgain, loadUntilLive, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import { startPanel } from '../../support/panel/panel.ts';
import { freePort } from '../../support/run/ports.ts';

let panel: BarePanel;
test.beforeAll(async () => {
  panel = await startBarePanel('panel-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  heading: RegExp;
  snapshot: SnapshotName;
  job?: boolean;
  failure?: StreamFailure;
  before?: (page: Page) => Promise<unknown>;
  /** What the reader has done, or what has happened since. */
  after?: (page: Page) => Promise<unknown>;
}

const overview = (name: string, snapshot: SnapshotName, heading: RegExp, after?: Face['after']): Face => ({
  name,
  route: '/',
  heading,
  snapshot,
  after,
});

/** Presses the button of the headline, which begins a job that is as far as `job` says. */
const start = (task: Task) => async (page: Page) => {
  const json = (body: unknown, status = 200) => ({ status, json: body });
  await page.route('**/api/services/*/actions', (route) => route.fulfill(json({ taskId: task.id }, 202)));
  await page.route(`**/api/tasks/${task.id}`, (route) => route.fulfill(json(task)));
  await page.getByRole('region', { name: 'Verdict' }).getByRole('button', { name: 'Start it' }).click();
  await page.getByRole('heading', { name: task.title }).waitFor();
};

/** What writes to the disk is asked for when the page is opened. */
const servicesFace = (name: string, json: Written, text: string | RegExp): Face => ({
  name,
  route: '/services',
  heading: /Services/,
  snapshot: 'delivering',
  before: (page) => page.route('**/api/written', (route) => route.fulfill({ json })),
  after: (page) => page.getByText(text).waitFor(),
});

const faces: Face[] = [
  overview('delivering', 'delivering', /is arriving/),
  overview('waiting', 'waiting', /refuses/),
  overview('losing', 'losing', /being lost/),
  overview('stalled', 'stalled', /Nothing has reached/),
  overview('starting', 'starting', /first delivery/),
  overview('source blind', 'blind', /is arriving/, (page) =>
    page.getByText('AWS refuses the access key').first().click(),
  ),
  overview('draining', 'draining', /is arriving/),
  overview('this Pi only', 'local', /is arriving/),
  overview('store stopped', 'storeStopped', /store on this Pi\) is stopped/, (page) =>
    page.getByText('Because of this: 2 findings').click(),
  ),
  overview(
    'store being started',
    'storeStopped',
    /store on this Pi\) is stopped/,
    start(storeStarts.running),
  ),
  overview('store started', 'storeStopped', /store on this Pi\) is stopped/, start(storeStarts.done)),
  overview('store not started', 'storeStopped', /store on this Pi\) is stopped/, start(storeStarts.failed)),
  overview('without containers', 'withoutContainers', /is arriving, without Containers/),
  overview('a file beside', 'overrideFile', /is arriving/, (page) =>
    page.getByText('docker-compose.override.yml on top of docker-compose.yml').first().click(),
  ),
  overview('AWS only', 'awsOnly', /is arriving/),
  overview('vmagent down', 'vmagentDown', /vmagent is stopped/),
  overview('stack stopped', 'stackStopped', /stopped/),
  overview('first time', 'stackAbsent', /Nothing is set up yet/),
  overview('set up but gone', 'stackGone', /containers are gone/),
  overview('engine unreachable', 'engineUnreachable', /engine does not answer/),
  overview('engine denied', 'engineDenied', /is arriving/),
  overview('stale', 'delivering', /has lost the panel/, (page) => page.evaluate(() => window.breakStreams())),
  overview('too many tabs', 'delivering', /has lost the panel/, async (page) => {
    const error = {
      code: 'too-many-streams',
      message: 'Too many live views are open at once.',
      hint: 'Close other tabs of Weir in this browser.',
      requestId: '0',
    };
    await page.route('**/api/stream', (route) => route.fulfill({ status: 429, json: { error } }));
    await page.evaluate(() => window.breakStreams(true));
    await page.getByText('Close other tabs').waitFor();
  }),
  overview('menu', 'delivering', /is arriving/, (page) => page.getByRole('button', { name: 'Menu' }).click()),
  { ...servicesFace('services', written.day, /^Other programs$/), snapshot: 'blind' },
  servicesFace('services early', written.early, /too early to tell/),
  { name: 'services gone', route: '/services', heading: /Services/, snapshot: 'stackGone' },
  { name: 'services unknown', route: '/services', heading: /Services/, snapshot: 'engineUnreachable' },
  {
    name: 'service',
    route: '/services/vmagent',
    heading: /vmagent/,
    snapshot: 'waiting',
    after: (page) => page.getByRole('button', { name: 'Restart' }).click(),
  },
  { name: 'service job', route: '/services/vmagent', heading: /vmagent/, snapshot: 'waiting', job: true },
  {
    name: 'log unreadable',
    route: '/services/vmagent',
    heading: /vmagent/,
    snapshot: 'delivering',
    failure: {
      message: 'Docker refuses: configured logging driver does not support reading.',
      hint: 'Its “logging” in docker-compose.yml keeps the log where Docker cannot read it: take that out, or look where it goes.',
      isFinal: true,
    },
    after: (page) => page.getByText('The log cannot be read.').waitFor(),
  },
  { name: 'service panel', route: '/services/weir', heading: /weir/, snapshot: 'blind' },
  overview('incomplete', 'incomplete', /is arriving/),
  { name: 'not found', route: '/services/nothing', heading: /no such page/, snapshot: 'delivering' },
];

async function show(page: Page, face: Face): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, {
    snapshot: snapshots[face.snapshot],
    task: face.job ? runningTask : null,
    lines: logLines.slice(-40),
    failure: face.failure,
  });
  await face.before?.(page);
  await page.goto(panel.url + face.route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await face.after?.(page);
  await expect(page.getByRole('heading', { level: 1, name: face.heading })).toBeVisible();
}

for (const [index, face] of faces.entries()) {
  test(`${face.name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await show(page, face);
    await expectGoodLooks(page, face.name, index);
  });
}

test('second panel on one folder: readable by all, nothing cut off, light and dark, desk and phone', async ({
  page,
}) => {
  const ports = { WEIR_PORT: await freePort() };
  const stack = { stateDir: panel.env.WEIR_STATE_DIR ?? '', ports, env: panel.env };
  const second = await startPanel(stack, { readyStatus: 503 });
  try {
    await page.goto(second.url);
    await expect(page.getByRole('heading', { name: 'Another panel works on this stack' })).toBeVisible();
    await expectGoodLooks(page, 'second panel', 0);
  } finally {
    await second.stop();
  }
});

test('the code of a part that the network breaks off is fetched again', async ({ page }) => {
  await show(page, overview('menu', 'delivering', /is arriving/));
  let broken = 0;
  await page.route('**/_next/static/**/*.js', (route) =>
    ++broken === 1 ? route.abort('connectionreset') : route.continue(),
  );
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible();
  expect(broken).toBeGreaterThan(1);
});

test('a page whose scripts do not come says that it gets old, and loads again', async ({ page }) => {
  const scripts = '**/_next/static/**/*.js*';
  await page.route(scripts, (route) => route.abort('connectionreset'));
  await signIn(page, panel);
  await page.goto(panel.url);
  const note = page.getByText('This page is not completely loaded: what it shows is getting old.');
  await expect(note).toBeHidden();
  await expect(note).toBeVisible();
  await expectGoodLooks(page, 'unfinished', 0);
  await page.unroute(scripts);
  await loadUntilLive(page, () => loadAgain(page).click());
  await expect(note).toHaveCount(0);
});
