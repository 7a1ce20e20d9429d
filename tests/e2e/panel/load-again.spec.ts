import type { Page } from '@playwright/test';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, loadAgain, loadUntilLive, signIn, test } from '../../support/panel/browser.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('load-again');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

/** What a page needs from its first moment on. */
async function partsOf(page: Page): Promise<string[]> {
  const html = await (await page.request.get(panel.url)).text();
  const tags = html.match(/<(?:script src|link rel="stylesheet" href)="[^"]+"[^>]*>/g) ?? [];
  return tags.flatMap((tag) => (tag.includes('noModule') ? [] : (/="(\/_next[^"?]+)/.exec(tag)?.[1] ?? [])));
}

test('whatever part of a page is lost on the way, the page loads itself again', async ({ page }) => {
  await signIn(page, panel);
  const parts = await partsOf(page);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) {
    await page.goto(`${panel.url}/services`);
    let asked = 0;
    await page.route(`**${part}*`, (route) => {
      asked += 1;
      return asked === 1 ? route.abort('connectionfailed') : route.continue();
    });
    await loadUntilLive(page, () =>
      expect(async () => {
        // A page that another loss has loaded again does not do so twice.
        await page.evaluate(() => sessionStorage.clear());
        asked = 0;
        await page.goto(panel.url);
        await expect.poll(() => asked, { message: part, timeout: 20_000 }).toBeGreaterThan(1);
      }).toPass(),
    );
    await page.unrouteAll({ behavior: 'wait' });
  }
});

test('a part that never comes is asked for once more only, and is told @phone', async ({ page }) => {
  await signIn(page, panel);
  const part = (await partsOf(page)).find((path) => path.endsWith('.js'));
  let asked = 0;
  await page.route(`**${part}*`, (route) => {
    asked += 1;
    return route.abort('connectionfailed');
  });
  await page.goto(panel.url);
  await expect.poll(() => asked).toBe(2);
  await expect(page.getByText('This page is not completely loaded')).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await loadUntilLive(page, () => loadAgain(page).click());
  expect(asked).toBe(2);
});

test('a part that is wanted later comes once the network lets it through, without another press', async ({
  page,
}) => {
  await signIn(page, panel);
  await loadUntilLive(page, () => page.goto(panel.url));
  let asked = 0;
  await page.route('**/_next/static/chunks/**', (route) => {
    asked += 1;
    return route.abort('connectionfailed');
  });
  await page.getByRole('button', { name: 'Menu' }).click();
  // The bundler's loader asks twice by itself.
  await expect.poll(() => asked).toBeGreaterThan(2);
  await expect(page.getByText('Waiting for the panel.')).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible();
});
