import type { Page } from '@playwright/test';
import { firstLoad } from '../../bench/viewers.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { logLines } from '../../support/fixtures/live-fixtures.ts';
import { type SnapshotName, snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('panel-pages');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

async function open(page: Page, route: string, name: SnapshotName): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots[name], lines: logLines });
  await page.goto(panel.url + route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

test('old news is said to be old, and is not green', async ({ page }) => {
  await open(page, '/', 'delivering');
  await expect(page.getByText('Arriving', { exact: true })).toBeVisible();
  await page.evaluate(() => window.breakStreams());
  await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page has lost the panel.');
  await expect(page.getByText('Arriving', { exact: true })).toHaveCount(0);
  expect(await page.locator('[data-stale]').evaluate((frame) => getComputedStyle(frame).filter)).toBe(
    'grayscale(1)',
  );
});

test('the stream comes back by itself', async ({ page }) => {
  await open(page, '/', 'delivering');
  await page.evaluate(() => window.breakStreams());
  await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
  await page.evaluate(() => window.mendStreams());
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data is arriving.');
});

test('the first load stays within its budget', async ({ browser }) => {
  await panel.login();
  const { bytes } = await firstLoad(browser, panel);
  // Without a stack the page itself is small; what it brings along is the same.
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(200_000);
});

test('the theme is kept, and the server draws the next page in it', async ({ page }) => {
  await open(page, '/', 'delivering');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const html = await (await page.request.get(`${panel.url}/services`)).text();
  expect(html).toContain('data-theme="dark"');
});

test('what a restart means is said before it is done', async ({ page }) => {
  await open(page, '/services/vmagent', 'waiting');
  await page.getByRole('button', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('that time will be a gap in your data');
  await expect(dialog).toContainText('182 MB');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused();
});

test('the panel offers no way to stop itself', async ({ page }) => {
  await open(page, '/services/weir', 'delivering');
  await expect(page.getByText('This is the panel itself')).toBeVisible();
  await expect(page.getByRole('button', { name: /Stop|Restart/ })).toHaveCount(0);
});

test('the log follows its end, is held by scrolling up, and can be searched', async ({ page }) => {
  await open(page, '/services/vmagent', 'delivering');
  const log = page.getByRole('region', { name: 'Log of vmagent' });
  await expect(log.getByRole('listitem')).toHaveCount(logLines.length);
  const fromEnd = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  await expect.poll(fromEnd).toBeLessThan(32);
  await log.evaluate((box) => box.scrollTo(0, 0));
  await page.getByRole('button', { name: 'To the end' }).press('Enter');
  await expect.poll(fromEnd).toBeLessThan(32);
  // The button is gone; the keyboard goes on from the log.
  await page.keyboard.press('Tab');
  await expect(log).toBeFocused();

  await page.getByLabel('Level').selectOption('error');
  await page.getByLabel('Search the log').fill('INVALID token');
  const errors = logLines.filter(({ level }) => level === 'error').length;
  await expect(log.getByRole('listitem')).toHaveCount(errors);
});

test('the search of the targets is part of the address', async ({ page }) => {
  await open(page, '/targets?only=problems', 'blind');
  // The targets were a page of their own.
  await expect(page).toHaveURL(/\/sources\?only=problems#targets/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Search the targets').fill('yace');
  await expect(page).toHaveURL(/only=problems&q=yace/);
  await expect(page.getByText('No target fits “yace”.')).toBeVisible();
  await page.getByRole('switch', { name: 'Only problems' }).uncheck();
  await expect(page.getByRole('rowheader', { name: /yace/ })).toBeVisible();
});

test('going from page to page keeps the one stream', async ({ page }) => {
  await open(page, '/', 'delivering');
  for (const name of ['Services', 'Sources', 'Overview']) {
    await page.getByRole('navigation').getByRole('link', { name }).click();
    await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  expect(await page.evaluate(() => window.openedStreams)).toBe(1);
});
