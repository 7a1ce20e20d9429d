import type { Locator, Page } from '@playwright/test';
import type { PisView } from '../../../lib/schemas/look/pis.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { fakePis, LONG_NAME, pisViews } from '../../support/fixtures/look/pis-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { fakeTimeline } from '../../support/fixtures/timeline-fixtures.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, loadAgain, loadUntilLive, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('pis-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  /** Null: the panel fails. `never`: it has not answered yet. */
  view: PisView | null | 'never';
  /** What is there to be read, also on a phone. */
  text: string | RegExp;
  route?: string;
}

const faces: Face[] = [
  {
    name: 'pis many',
    view: pisViews.many,
    text: '1 of 9 Pis is arriving; 7 need a look; 1 does not report.',
  },
  { name: 'pis well', view: pisViews.well, text: 'All 2 Pis are arriving.' },
  { name: 'pis by label', view: pisViews.places, route: '/pis?by=site', text: 'site: farm' },
  { name: 'pis only this', view: pisViews.only, text: 'Only this Pi writes here.' },
  { name: 'pis empty', view: pisViews.empty, text: 'Nothing has come from any Pi within 7 days.' },
  { name: 'pis others', view: pisViews.others, text: 'This Pi is not among them.' },
  { name: 'pis nameless', view: pisViews.nameless, text: 'Which of them is this Pi is not known.' },
  { name: 'pis no token', view: pisViews.noToken, text: 'A token for reading is needed.' },
  { name: 'pis unreadable', view: pisViews.unreadable, text: 'metrics.example.org cannot be asked.' },
  { name: 'pis silent', view: pisViews.silent, text: 'The token for reading is refused (HTTP 401).' },
  { name: 'pis store silent', view: pisViews.storeSilent, text: 'The store on this Pi does not run.' },
  { name: 'pis failed', view: null, text: 'The Pis could not be read.' },
  { name: 'pis loading', view: 'never', text: 'What the destination has of every Pi that writes there.' },
];

async function open(page: Page, view: Face['view'], route = '/pis') {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeTimeline(page);
  if (view === 'never') await page.route('**/api/pis', () => undefined);
  else
    await fakePis(page, () =>
      view ? { json: view } : { status: 500, json: envelope('internal', 'It is damaged.') },
    );
  await loadUntilLive(page, () => page.goto(panel.url + route));
}

for (const [index, { name, view, text, route }] of faces.entries()) {
  test(`${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, view, route);
    await expect(page.getByRole('heading', { level: 1, name: 'All Pis' })).toBeVisible();
    await expect(page.getByText(text).first()).toBeVisible();
    await expectGoodLooks(page, name, index);
  });
}

test('the name of the Pi in the header leads here, and so do the menu and the settings', async ({ page }) => {
  await open(page, pisViews.well, '/settings');
  const heading = page.getByRole('heading', { level: 1, name: 'All Pis' });
  const settings = () => loadUntilLive(page, () => page.goto(`${panel.url}/settings`));
  const reach = async (link: Locator) => {
    await link.click();
    const isThere = async () => {
      if (await loadAgain(page).isVisible()) await loadAgain(page).click();
      return heading.isVisible();
    };
    await expect.poll(isThere).toBe(true);
  };
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    const name = page.getByRole('banner').getByRole('link', { name: /^pi-attic/ });
    expect((await name.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await reach(name);
    await settings();
    await reach(page.getByRole('main').getByRole('link', { name: 'All Pis' }));
    await settings();
    await page.getByRole('button', { name: 'Menu' }).click();
    await reach(page.getByRole('banner').getByRole('link', { name: 'All Pis', exact: true }));
    await settings();
  }
});

test('a page that has lost its stream is stale, and what stands on it stays', async ({ page }) => {
  await open(page, pisViews.many);
  await expect(page.getByText(LONG_NAME).first()).toBeVisible();
  await page.evaluate(() => window.breakStreams());
  const badge = page.getByRole('banner').getByRole('paragraph');
  const name = page.getByRole('banner').getByRole('link', { name: /^pi-attic/ });
  await expect(badge).toContainText(/^Reconnecting/);
  const times = [
    { width: 1280, shown: / for \d/, hidden: /last update/ },
    { width: 1024, shown: / for \d/, hidden: /last update/ },
    { width: 768, shown: /, last update /, hidden: / for / },
  ];
  for (const { width, shown, hidden } of times) {
    await page.setViewportSize({ width, height: 800 });
    // What is not displayed is no part of it.
    await expect(badge).toHaveText(shown, { useInnerText: true });
    await expect(badge).not.toHaveText(hidden, { useInnerText: true });
    expect((await name.boundingBox())?.width).toBeGreaterThanOrEqual(60);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByText(LONG_NAME).first()).toBeVisible();
  await expectGoodLooks(page, 'pis stale', 0);
});
