import type { Page } from '@playwright/test';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { changeSettings } from '../../support/panel/change-settings.ts';
import { OWNER_PASSWORD, type Panel } from '../../support/panel/panel.ts';
import { rawRequest } from '../../support/panel/raw-request.ts';

const NEW_PASSWORD = 'still waters run deep';

async function openPanelSettings(page: Page, panel: Panel): Promise<void> {
  await page.goto(`${panel.url}/settings/panel`);
  await expect(page.getByRole('heading', { level: 1, name: 'Panel' })).toBeVisible();
}

test('a host name that is added counts at once, without a restart, and is there after a reload', async ({
  page,
  panel,
  stack,
}) => {
  const statusUnder = async (host: string) =>
    (await rawRequest(panel.url, { path: '/api/health', headers: { host } })).status;
  await panel.claim();
  await signIn(page, panel);
  expect(await statusUnder('pond.example')).toBe(421);
  await openPanelSettings(page, panel);
  await page.getByRole('button', { name: 'Add a name' }).click();
  // As it is copied from the address bar.
  await page.getByRole('textbox', { name: 'Name 1' }).fill('http://Pond.example:8430/');
  await page.getByRole('textbox', { name: 'Name 1' }).blur();
  await expect(page.getByRole('textbox', { name: 'Name 1' })).toHaveValue('pond.example');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText(/^Applied/).first()).toBeVisible();
  await expect.poll(() => statusUnder('pond.example:8430')).toBe(200);
  expect(stack.read('.env')).toContain('WEIR_ALLOWED_HOSTS=pond.example\n');

  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Name 1' })).toHaveValue('pond.example');
  await changeSettings(panel, { panel: { allowedHosts: [] } });
  await expect.poll(() => statusUnder('pond.example')).toBe(421);
});

test('a panel that vmagent cannot reach by name says so where its own figures are switched on', async ({
  page,
  panel,
  stack,
}) => {
  await panel.claim();
  await signIn(page, panel);
  await openPanelSettings(page, panel);
  const figures = page.getByRole('switch', { name: 'Send the panel’s own metrics' });
  await expect(figures).not.toBeChecked();
  await figures.check();
  await expect(page.getByText('does not run as a container of the stack')).toBeVisible();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText(/^Applied/)).toHaveCount(0);
  expect(stack.read('config/vmagent/targets/weir.yml')).toBe('[]\n');
});

test.describe('the account', () => {
  let panel: Panel;
  test.beforeEach(async () => {
    panel = await startBarePanel('account');
    await panel.claim();
  });
  test.afterEach(async () => panel?.stop());

  test('another device is signed out from here, and its open page leads to the sign-in', async ({
    page,
    browser,
  }) => {
    await signIn(page, panel);
    const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (Android 14) Firefox/132.0' });
    const phone = await other.newPage();
    await phone.goto(`${panel.url}/login`);
    await phone.getByLabel('Password', { exact: true }).fill(OWNER_PASSWORD);
    await phone.getByRole('button', { name: 'Sign in' }).click();
    await expect(phone.getByRole('navigation', { name: 'Pages' })).toBeVisible();

    await openPanelSettings(page, panel);
    await page.getByRole('button', { name: 'Sign out Firefox on Android' }).click();
    await expect(page.getByText('Firefox on Android')).toHaveCount(0);
    await expect(phone).toHaveURL(/\/login/);
    await expect(page.getByText('This device')).toBeVisible();
    await other.close();
  });

  test('logging out ends the session, not only the page', async ({ page }) => {
    await signIn(page, panel);
    await page.goto(panel.url);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect((await panel.request('GET', '/api/status')).status).toBe(401);
  });

  test('a new password signs every other device out and keeps this page alive', async ({ page }) => {
    await signIn(page, panel);
    await openPanelSettings(page, panel);
    await page.getByLabel('Password now').fill('not this one');
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('This is not the password.')).toBeVisible();
    await expect(page.getByLabel('New password')).toHaveValue(NEW_PASSWORD);
    await page.getByLabel('Password now').fill(OWNER_PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('The password is changed.')).toBeVisible();
    // The session that the API client shared with this browser is dead; the browser has a new one.
    expect((await panel.request('GET', '/api/status')).status).toBe(401);
    expect((await page.request.get(`${panel.url}/api/status`)).status()).toBe(200);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(page).toHaveURL(/\/settings\/panel/);
  });

  test('a write token is shown once and opens the settings, not the account', async ({ page }) => {
    await signIn(page, panel);
    await openPanelSettings(page, panel);
    await page.getByRole('button', { name: 'Make the Write token' }).click();
    const dialog = page.getByRole('dialog');
    const token = (await dialog.getByText(/^weir_/).textContent()) ?? '';
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByText(`…${token.slice(-4)}`)).toBeVisible();
    await expect.poll(() => page.content()).not.toContain(token);

    const status = async (path: string, method = 'GET') =>
      (
        await fetch(panel.url + path, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: method === 'GET' ? undefined : '{}',
        })
      ).status;
    expect(await status('/api/status')).toBe(200);
    for (const path of ['/api/sessions', '/api/token']) expect(await status(path)).toBe(401);
    expect(await status('/api/token', 'POST')).toBe(401);
    expect(await status('/api/password', 'PUT')).toBe(401);

    await page.getByRole('button', { name: 'Remove the Write token' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect(page.getByRole('button', { name: 'Make the Write token' })).toBeVisible();
    expect(await status('/api/status')).toBe(401);
    expect(panel.log()).not.toContain(token);
  });
});
