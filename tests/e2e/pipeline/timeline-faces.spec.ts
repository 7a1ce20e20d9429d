import type { Page } from '@playwright/test';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import {
  charts,
  emptyCharts,
  type FakeTimeline,
  fakeTimeline,
} from '../../support/fixtures/timeline-fixtures.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('timeline-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  heading: string;
  given?: Partial<FakeTimeline>;
  /** What the reader has done, or waits for. */
  after: (page: Page) => Promise<unknown>;
}

const seen = (text: string | RegExp) => (page: Page) => expect(page.getByText(text).first()).toBeVisible();
const failure = { status: 500, body: envelope('internal', 'It is damaged.') };
const isDrawn = async (page: Page) => expect(page.locator('canvas')).toHaveCount(7);

const faces: Face[] = [
  { name: 'delivery', route: '/look', heading: 'Delivery', after: isDrawn },
  {
    name: 'delivery day',
    route: '/look?range=24',
    heading: 'Delivery',
    after: async (page) => {
      await isDrawn(page);
      await page.getByRole('slider', { name: 'Samples delivered: moment' }).press('ArrowLeft');
      await page.getByText('As a table').first().click();
    },
  },
  {
    name: 'delivery empty',
    route: '/look',
    heading: 'Delivery',
    given: { charts: emptyCharts, events: [] },
    after: seen('Nothing was measured yet.'),
  },
  {
    name: 'delivery unreadable',
    route: '/look',
    heading: 'Delivery',
    given: { failure },
    after: seen('The recording could not be read.'),
  },
  { name: 'events', route: '/events', heading: 'Events', after: seen('312 MB in 2,204 blocks') },
  {
    name: 'events losing',
    route: '/events?show=losing',
    heading: 'Events',
    given: { events: [] },
    after: seen('No data was lost.'),
  },
  {
    name: 'events unreadable',
    route: '/events',
    heading: 'Events',
    given: { failure },
    after: seen('The events could not be read.'),
  },
];

async function open(page: Page, { route, given }: Pick<Face, 'route' | 'given'>): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeTimeline(page, given);
  await page.goto(panel.url + route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

for (const [index, face] of faces.entries()) {
  test(`${face.name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, face);
    await expect(page.getByRole('heading', { level: 1, name: face.heading })).toBeVisible();
    await face.after(page);
    await expectGoodLooks(page, face.name, index);
  });
}

test('charts whose code does not come say so, and come with another try', async ({ page }) => {
  const scripts = '**/_next/static/**/*.js';
  await page.route(scripts, async (route) => {
    const response = await route.fetch();
    const isDrawing = (await response.text()).includes('u-over');
    await (isDrawing ? route.abort('connectionreset') : route.fulfill({ response }));
  });
  await open(page, { route: '/look' });
  const missing = page.getByText('The chart could not be loaded.');
  await expect(missing.first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Delivery' })).toBeVisible();
  await expectGoodLooks(page, 'charts missing', 0);
  await page.unroute(scripts);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await isDrawn(page);
  await expect(missing).toHaveCount(0);
});

test('a chart is read with the arrow keys, all at the same moment, and says what it is not known of', async ({
  page,
}) => {
  await open(page, { route: '/look' });
  await isDrawn(page);
  const samples = page.getByRole('slider', { name: 'Samples delivered: moment' });
  const buffer = page.getByRole('slider', { name: 'Waiting in the buffer: moment' });
  await samples.press('Home');
  await expect(samples).toHaveAttribute('aria-valuenow', '0');
  await samples.press('PageUp');
  await samples.press('ArrowRight');
  await expect(samples).toHaveAttribute('aria-valuenow', '21');
  await expect(samples).toHaveAttribute('aria-valuetext', /: [\d.]+ samples\/s$/);
  await expect(buffer).toHaveAttribute('aria-valuenow', '21');
  for (let press = 0; press < 11; press++) await samples.press('PageUp');
  await expect(samples).toHaveAttribute('aria-valuetext', /: unknown$/);
  await expect(page.getByText(/Not known for 16 min of it\./).first()).toBeVisible();
});

test('a hole is a hole: nothing is drawn where nothing was measured', async ({ page }) => {
  await open(page, { route: '/look', given: { events: [] } });
  await isDrawn(page);
  /** Share of the plot's columns with the line's colour in them. */
  const inked = (from: number, to: number) =>
    page
      .locator('canvas')
      .first()
      .evaluate(
        (canvas: HTMLCanvasElement, [a = 0, b = 0]) => {
          const left = Math.round(62 * devicePixelRatio);
          const width = canvas.width - left - Math.round(18 * devicePixelRatio);
          const [x0, x1] = [left + Math.ceil(a * width), left + Math.floor(b * width)];
          const { data } = canvas.getContext('2d')?.getImageData(x0, 0, x1 - x0, canvas.height - 60) ?? {
            data: [] as never,
          };
          const hasLine = new Set<number>();
          for (let at = 0; at < data.length; at += 4) {
            const [r = 0, , blue = 0, alpha = 0] = data.slice(at, at + 4);
            if (alpha > 200 && blue - r > 80) hasLine.add((at / 4) % (x1 - x0));
          }
          return hasLine.size / (x1 - x0);
        },
        [from, to],
      );
  expect(await inked(200 / 360, 230 / 360)).toBeGreaterThan(0.9);
  expect(await inked(238 / 360, 250 / 360)).toBe(0);
});

test('the range is kept in the address, and the events that are shown, too', async ({ page }) => {
  await open(page, { route: '/look' });
  await page.getByRole('radio', { name: '1 h', exact: true }).check();
  await expect(page).toHaveURL(/\/look\?range=1$/);
  await page.getByRole('link', { name: 'All events' }).click();
  await page.getByRole('radio', { name: /^Losing/ }).check();
  await expect(page).toHaveURL(/\/events\?show=losing$/);
  await expect(page.getByText('The panel did not run')).toBeHidden();
  await page.reload();
  await expect(page.getByRole('radio', { name: /^Losing/ })).toBeChecked();
});

test('a panel that has just begun to watch shows one hour, until another is chosen', async ({ page }) => {
  const values = Array<number>(10).fill(1);
  const series = Object.fromEntries(Object.keys(charts.series).map((name) => [name, values]));
  const young = { ...charts, startMs: Date.now() - 600_000, series: series as typeof charts.series };
  await open(page, { route: '/look', given: { charts: young } });
  const hours = (label: string) => page.getByRole('radio', { name: label, exact: true });
  await expect(hours('1 h')).toBeChecked();
  await hours('6 h').check();
  await expect(hours('6 h')).toBeChecked();
});
