import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { SupportState } from '@/lib/schemas/support';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { bundle, noBundle } from '../../support/fixtures/support-fixtures.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';
import { unzip } from '../../support/unzip.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('support-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  state: SupportState | 'broken';
  /** What is seen when it is drawn. */
  shows: string | RegExp;
  after?: (page: Page) => Promise<unknown>;
}

const failure = 'Its secrets could not be masked.';
const making = { done: 7, total: 26, label: 'config/vmagent/prometheus.yml with its secrets masked' };
const faces: Face[] = [
  { name: 'support none', state: noBundle, shows: 'There is no bundle now.' },
  { name: 'support making', state: { ...noBundle, making }, shows: /^7 of 26/ },
  { name: 'support failed', state: { ...noBundle, failure }, shows: failure },
  {
    name: 'support ready',
    state: { ...noBundle, bundle },
    shows: bundle.fileName,
    after: async (page) => {
      await page.getByText('Masked in 4 places').click();
      await page.getByText('Show the 2 of them').click();
      await page.getByText('vmagent-metrics.txt').click();
      await expect(page.getByRole('region', { name: 'vmagent-metrics.txt' })).toContainText('Not there');
    },
  },
  {
    name: 'support to be hidden',
    state: { ...noBundle, failure, bundle },
    shows: bundle.fileName,
    after: async (page) => {
      await page.getByRole('switch', { name: 'Hide: IP addresses' }).check();
      await expect(page.getByRole('link', { name: 'Download' })).toBeHidden();
      await expect(page.getByRole('button', { name: 'Make it again as chosen below' })).toBeVisible();
    },
  },
  {
    name: 'support file gone',
    state: { ...noBundle, bundle: { ...bundle, id: 'f'.repeat(24) } },
    shows: bundle.fileName,
    after: async (page) => {
      await page.getByText('README.txt').click();
      await expect(page.getByText('This support bundle no longer exists.')).toBeVisible();
    },
  },
  { name: 'support unreadable', state: 'broken', shows: 'It is not known whether there is a bundle.' },
];

for (const [index, { name, state, shows, after }] of faces.entries()) {
  test(`the face of ${name}`, async ({ page }) => {
    await fakeLive(page, { snapshot: snapshots.delivering });
    await page.route('**/api/support', (route) =>
      route.fulfill(
        state === 'broken'
          ? { status: 500, json: envelope('internal', 'Something went wrong.') }
          : { json: state },
      ),
    );
    await page.route(`**/api/support/${bundle.id}/files/*`, (route) =>
      route.fulfill({ contentType: 'text/plain', body: `Not there: ECONNREFUSED\n${'a'.repeat(300)}\n` }),
    );
    await signIn(page, panel);
    await page.goto(`${panel.url}/support`);
    await expect(page.getByText(shows).first()).toBeVisible();
    await after?.(page);
    await expectGoodLooks(page, name, index);
  });
}

test('with everything down a bundle is made, looked through and taken, from the menu on', async ({
  page,
}) => {
  await signIn(page, panel);
  await page.goto(panel.url);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Get help: support bundle' }).click();
  await page.getByRole('button', { name: 'Make the bundle' }).click();
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible();
  await expect(page.getByText(/of which \d could not be read/)).toBeVisible();
  await expectGoodLooks(page, 'support everything down', 0);

  const taken = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const download = await taken;
  expect(download.suggestedFilename()).toMatch(/^weir-support-[\d-]+\.zip$/);
  const files = unzip(readFileSync(await download.path()));
  const folder = download.suggestedFilename().replace('.zip', '');

  const lines = page.getByRole('region', { name: 'Files' }).getByRole('listitem');
  await expect(lines).toHaveCount(files.size);
  for (const name of ['README.txt', 'versions.json', 'logs/vmagent.log']) {
    await page.getByText(name, { exact: true }).click();
    const shown = page.getByRole('region', { name }).locator('pre');
    await expect.poll(() => shown.textContent()).toBe(files.get(`${folder}/${name}`)?.toString('utf8'));
  }

  const first = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
  await page.getByRole('button', { name: 'Make it anew' }).click();
  await expect(page.getByRole('link', { name: 'Download' })).not.toHaveAttribute('href', first ?? '');
  expect((await page.request.get(`${panel.url}${first}`)).status()).toBe(404);
});

test('a failed first call stays said while it is tried again, and its button keeps the focus', async ({
  page,
}) => {
  let calls = 0;
  let letThrough = () => {};
  const isAllowed = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await fakeLive(page, { snapshot: snapshots.delivering });
  await page.route('**/api/support', async (route) => {
    calls += 1;
    // The second is the page's own second try.
    if (calls <= 2) return route.fulfill({ status: 400, json: envelope('bad-request', 'Not now.') });
    await isAllowed;
    return route.fulfill({ json: noBundle });
  });
  await signIn(page, panel);
  await page.goto(`${panel.url}/support`);
  const again = page.getByRole('button', { name: 'Try again' });
  await again.press('Enter');
  await expect.poll(() => calls).toBe(3);
  await expect(page.getByText('It is not known whether there is a bundle.')).toBeVisible();
  await expect(again).toHaveAttribute('aria-busy', 'true');
  await expect(again).toBeFocused();
  letThrough();
  await expect(page.getByText('There is no bundle now.')).toBeVisible();
});
