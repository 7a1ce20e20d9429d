import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { logLines, runningTask } from '../../support/fixtures/live-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, test } from '../../support/panel/browser.ts';
import { OWNER_PASSWORD, type Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('browser');
});
test.afterAll(async () => {
  await panel?.stop();
});

/** Collects what the page's policy refuses, from its very first line on. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { policyViolations: seen });
    document.addEventListener('securitypolicyviolation', (event) => {
      seen.push(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
  const read = () =>
    page.evaluate(() => (window as { policyViolations?: string[] }).policyViolations ?? ['not watched']);
  return async () => read();
}

test('set-up, sign-in and every screen of the menu keep to the content security policy', async ({ page }) => {
  const violations = await watchPolicy(page);
  await page.goto(`${panel.url}/`);
  await expect(page).toHaveURL(/\/setup/);
  expect(await violations()).toEqual([]);
  await page.getByLabel(/setup code/i).fill(panel.setupCode());
  await page.getByLabel(/choose a password/i).fill(OWNER_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/step=destination/);
  expect(await violations()).toEqual([]);

  await page.goto(`${panel.url}/`);
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('load');
  expect(await violations()).toEqual([]);
  const links = await page
    .getByRole('navigation')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const href of new Set([...links, '/services/vmagent', '/services/none', '/nowhere', '/setup'])) {
    await page.goto(panel.url + href);
    await page.waitForLoadState('load');
    expect({ href, seen: await violations() }).toEqual({ href, seen: [] });
  }

  await page.context().clearCookies();
  await page.goto(`${panel.url}/`);
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel('Password', { exact: true }).fill(OWNER_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${panel.url}/`);
  expect(await violations()).toEqual([]);
});

test('live data with all that it draws keeps to the policy, and hostile text stays text', async ({
  page,
}) => {
  await panel.claim().catch(() => panel.login());
  const [name = '', value = ''] = panel.cookie().split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: panel.url, httpOnly: true, sameSite: 'Strict' }]);
  const violations = await watchPolicy(page);
  const hostile = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
  const lines = logLines.slice(0, 20).map((line) => ({ ...line, text: hostile }));
  const live = structuredClone(snapshots.delivering);
  for (const target of live.targets ?? []) Object.assign(target, { state: 'down', lastError: hostile });
  await fakeLive(page, { snapshot: live, task: runningTask, lines });
  const drawn = { '/': 'samples', '/services': 'vmagent', '/services/vmagent': hostile, '/sources': hostile };
  for (const [url, text] of Object.entries(drawn)) {
    await page.goto(panel.url + url);
    await expect(page.getByRole('main').getByText(text).first()).toBeVisible();
    expect({ url, seen: await violations() }).toEqual({ url, seen: [] });
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  }
});

test('a script that got into the page does not run, and nothing is sent elsewhere', async ({ page }) => {
  const violations = await watchPolicy(page);
  await page.goto(`${panel.url}/login`);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">');
    document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://evil.example/' }));
    document.head.append(
      Object.assign(document.createElement('style'), { textContent: 'body{display:none}' }),
    );
  });
  const sent = await page.evaluate(() =>
    fetch('http://evil.example/').then(
      () => 'sent',
      () => 'refused',
    ),
  );
  expect(sent).toBe('refused');
  await expect
    .poll(async () => (await violations()).map((line) => line.split(' ')[0]).sort())
    .toEqual(['connect-src', 'frame-src', 'script-src-attr', 'style-src-elem']);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});

test('a page elsewhere cannot show the panel in a frame', async ({ page }) => {
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${panel.url}/login"></iframe>` }),
  );
  await page.goto('http://evil.example/');
  await expect(page.frameLocator('iframe').getByLabel('Password', { exact: true })).toHaveCount(0);
});

test('a page on another port of the same machine changes nothing with the owner’s cookie', async ({
  page,
}) => {
  // A worker of its own, after a failure, has a panel that nobody has claimed.
  await panel.claim().catch(() => panel.login());
  const [name = '', value = ''] = panel.cookie().split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: panel.url, httpOnly: true, sameSite: 'Strict' }]);
  const other = createServer((_, response) => response.end('another program of this machine')).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  const results = await page.evaluate(async (target) => {
    const attempt = (init: RequestInit) =>
      fetch(`${target}/api/token`, { credentials: 'include', ...init }).then(
        async (response) => `${response.type} ${response.status}`,
        () => 'refused',
      );
    return [
      await attempt({ method: 'POST', mode: 'no-cors', body: '{}' }),
      await attempt({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
      await attempt({ method: 'DELETE' }),
      await attempt({}),
    ];
  }, panel.url);
  other.close();
  other.closeAllConnections();
  expect(results).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(panel.log()).toContain('"path":"/api/token","status":403');
  const shown = await panel.json<{ tokens: unknown[] }>('GET', '/api/token');
  expect(shown.tokens).toEqual([]);
});
