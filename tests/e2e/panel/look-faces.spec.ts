import type { Page } from '@playwright/test';
import type { DashboardView, LookSpan } from '../../../lib/schemas/look/dashboard.ts';
import type { Snapshot } from '../../../lib/schemas/snapshot.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import {
  dashboard,
  elsewhere,
  emptyDashboard,
  fakeLook,
  outside,
  refused,
  silent,
} from '../../support/fixtures/look/look-fixtures.ts';
import { withFindings } from '../../support/fixtures/look/with-findings.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { fakeTimeline } from '../../support/fixtures/timeline-fixtures.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('look-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  heading: string;
  /** Null: the panel fails. */
  view: DashboardView | null;
  snapshot?: Snapshot;
  /** What the reader has done, or waits for. */
  after: (page: Page) => Promise<unknown>;
}

const { delivering } = snapshots;
const withoutAws: Snapshot = {
  ...delivering,
  sources: delivering.sources.map((each) => (each.id === 'aws' ? { ...each, state: 'off' } : each)),
};
const seen = (text: string | RegExp) => (page: Page) => expect(page.getByText(text).first()).toBeVisible();
const isDrawn = async (page: Page) => expect(page.locator('canvas')).toHaveCount(3);
const failure = { status: 500, json: envelope('internal', 'It is damaged.') };
const host = { route: '/look/pi', heading: 'Pi host' };

const faces: Face[] = [
  { name: 'look host', ...host, view: dashboard(), after: isDrawn },
  {
    name: 'look host with findings',
    ...{ ...host, view: dashboard() },
    snapshot: withFindings(delivering, [
      { id: 'pi-hot', title: 'The Pi is hot: 82 °C.' },
      {
        id: `target-down-${'long-name-'.repeat(9)}`,
        title: `${'long-name-'.repeat(9)} is down.`,
        severity: 'losing',
      },
    ]),
    after: async (page) => {
      await isDrawn(page);
      await seen('The Pi is hot: 82 °C.')(page);
    },
  },
  {
    name: 'look host week',
    ...{ ...host, route: '/look/pi?span=168' },
    view: dashboard({}, 168),
    after: async (page) => {
      await isDrawn(page);
      await expect(page.getByRole('radio', { name: '7 d' })).toBeChecked();
      await page.getByText('As a table').first().click();
      await expect(page.getByText(/^22 Sept, \d\d:\d\d$/).first()).toBeVisible();
    },
  },
  {
    name: 'look aws empty and off',
    ...{ route: '/look/aws', heading: 'AWS', view: emptyDashboard, snapshot: withoutAws },
    after: async (page) => {
      await seen('No values are stored for this time.')(page);
      await seen('AWS is off. What stands here was kept before.')(page);
    },
  },
  { name: 'look elsewhere', ...host, view: elsewhere, after: seen('Your data is kept in Grafana Cloud.') },
  {
    name: 'look outside',
    ...host,
    view: outside,
    after: async (page) => {
      await isDrawn(page);
      await seen('Read from Grafana Cloud')(page);
      await expect(page.getByRole('radio', { name: 'This Pi' })).toBeChecked();
    },
  },
  { name: 'look refused', ...host, view: refused, after: seen('Grafana Cloud cannot be read now.') },
  {
    name: 'look elsewhere for good',
    ...host,
    view: { state: 'elsewhere', title: 'Pi host', where: 'nas.example', canBeAsked: false },
    after: seen(/Where this destination is read cannot be told/),
  },
  { name: 'look silent', ...host, view: silent, after: seen('The store on this Pi does not answer.') },
  { name: 'look unreadable', ...host, view: null, after: seen('The dashboard could not be read.') },
];

async function open(page: Page, route: string, view: DashboardView | null, snapshot = delivering) {
  const asked: LookSpan[] = [];
  await signIn(page, panel);
  await fakeLive(page, { snapshot });
  await fakeTimeline(page);
  await fakeLook(page, (span) => {
    asked.push(span);
    return view ? { json: view } : failure;
  });
  await page.goto(panel.url + route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  return asked;
}

for (const [index, { name, route, heading, view, snapshot, after }] of faces.entries()) {
  test(`${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, route, view, snapshot);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await after(page);
    await expectGoodLooks(page, name, index);
  });
}

test('the dashboards lie side by side, on a phone the open one in view, each large enough to be pressed', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '/look', dashboard());
  const bar = page.getByRole('navigation', { name: 'Dashboards' });
  const links = bar.getByRole('link');
  await expect(links).toHaveText([
    ...['Delivery', 'Pipeline', 'Pi host', 'Containers', 'AWS', 'Google Cloud', 'Metrics'],
  ]);
  await expect(bar.getByRole('link', { name: 'Delivery' })).toHaveAttribute('aria-current', 'page');
  for (const link of await links.all()) expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  const last = bar.getByRole('link', { name: 'Google Cloud' });
  await last.click();
  await expect(page).toHaveURL(/\/look\/google-cloud$/);
  await page.reload();
  await expect(last).toHaveAttribute('aria-current', 'page');
  await expect(last).toBeInViewport({ ratio: 0.99 });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('link', { name: 'Look' })).toHaveAttribute('aria-current', 'page');
});

test('the span is kept in the address, and nothing is gone while another is read', async ({ page }) => {
  const asked = await open(page, '/look/pi', dashboard());
  await isDrawn(page);
  await page.getByRole('radio', { name: '24 h' }).check();
  await expect(page).toHaveURL(/\/look\/pi\?span=24$/);
  await expect(page.locator('canvas')).toHaveCount(3);
  await expect.poll(() => asked).toEqual(['6', '24']);
});

test('a dashboard that there is none of is not found', async ({ page }) => {
  await signIn(page, panel);
  const answer = await page.goto(`${panel.url}/look/hostile`);
  expect(answer?.status()).toBe(404);
});

test('where the charts of the delivery were leads to them, with their range', async ({ page }) => {
  await open(page, '/delivery?range=24', dashboard());
  await expect(page).toHaveURL(/\/look\?range=24$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Delivery' })).toBeVisible();
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked();
});
