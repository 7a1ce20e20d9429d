import type { Page } from '@playwright/test';
import type { Stored } from '../../../lib/schemas/look/stored.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { drawnMetric, stored } from '../../support/fixtures/look/stored-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('metrics-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

async function open(page: Page, route: string, answer: Stored): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await page.route(/\/api\/stored/, (call) => {
    const isOne = /stored\/\w/.test(call.request().url());
    return call.fulfill({ json: isOne ? drawnMetric : answer });
  });
  await page.goto(panel.url + route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

const LIST = '/look/metrics';
const faces: { name: string; route: string; answer: Stored; says: string | RegExp }[] = [
  { name: 'metrics', route: LIST, answer: stored(), says: 'node_cpu_seconds_total' },
  {
    name: 'metrics without a fit',
    route: LIST,
    answer: stored({ matching: 0, pages: 1, metrics: [] }),
    says: 'No metric has that in its name or its help.',
  },
  {
    name: 'metrics of nothing',
    route: LIST,
    answer: stored({ all: 0, matching: 0, series: 0, pages: 1, metrics: [] }),
    says: 'has nothing of this Pi now',
  },
  { name: 'metric', route: `${LIST}/node_cpu_seconds_total`, answer: stored(), says: '32 series now.' },
];

for (const [index, { name, route, answer, says }] of faces.entries()) {
  test(`${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, route, answer);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, name, index);
  });
}

test('from the list to a metric and back', async ({ page }) => {
  await open(page, LIST, stored());
  await page.getByRole('link', { name: /node_cpu_seconds_total/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'node_cpu_seconds_total' })).toBeVisible();
  const tabs = page.getByRole('navigation', { name: 'Dashboards' });
  await expect(tabs.getByRole('link', { name: 'Metrics' })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('main').getByRole('link', { name: 'Metrics' }).last().click();
  await expect(page.getByRole('searchbox', { name: 'Search the metrics' })).toBeVisible();
});
