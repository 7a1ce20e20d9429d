import type { Page } from '@playwright/test';
import type { Revisions } from '../../../lib/schemas/revision.ts';
import { SettingsScreens } from '../../support/fixtures/settings-screens.ts';
import { expect, keepFile, signIn, test } from '../../support/panel/browser.ts';
import { changeSettings } from '../../support/panel/change-settings.ts';
import { type Panel, startPanel } from '../../support/panel/panel.ts';
import { ensureEngine } from '../../support/stack/engine.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';
import { type TempStack, tempStack } from '../../support/stack/stack.ts';

const CONFIG = 'config/vmagent/prometheus.yml';
let stack: TempStack;
let panel: Panel;

test.beforeAll(async () => {
  stack = await tempStack({ name: 'conflict', engine: await ensureEngine() });
  panel = await startPanel(stack);
  await panel.claim();
  await launchPipeline(panel, { cluster: 'conflict-pi' });
});
test.afterAll(async () => {
  await panel?.stop();
  await stack?.remove();
});
test.afterEach(async () => {
  if (panel) keepFile(test.info(), 'panel.log', panel.log());
});

const settings = (page: Page) => new SettingsScreens(page, panel);

test('two tabs save at once: one wins, the other sees what changed and keeps its own on top', async ({
  page,
  context,
}) => {
  const first = settings(page);
  const second = settings(await context.newPage());
  await first.open('intervals');
  await second.open('labels');
  await first.job('This Pi').interval.fill('20');
  await second.page.getByLabel('Site').fill('attic');
  await expect(first.outcome.getByText(/keeps running/).first()).toBeVisible();
  await expect(second.outcome.getByText(/keeps running/).first()).toBeVisible();
  await first.applyButton.click();
  await first.isVerified();

  await second.applyButton.click();
  await expect(second.conflict).toBeVisible();
  await expect(second.conflict.getByText('+    scrape_interval: 20s')).toBeVisible();
  await second.conflict.getByRole('button', { name: 'Keep mine' }).click();
  await expect(second.conflict).toBeHidden();
  await expect(second.page.getByLabel('Site')).toHaveValue('attic');
  await second.apply(/keeps running/);
  await second.isVerified();
  const text = stack.read(CONFIG);
  expect(text).toContain('scrape_interval: 20s');
  expect(text).toContain('site: attic');
});

test('two browsers go back to different states: one wins, the other sees what changed and decides', async ({
  page,
  browser,
}) => {
  for (const intervalSeconds of [21, 22, 23]) {
    await changeSettings(panel, { scrape: { 'node-exporter': { intervalSeconds, timeoutSeconds: null } } });
  }
  const revisions = async () =>
    (await panel.json<Revisions>('GET', '/api/revisions')).revisions.map(({ id, title }) => ({ id, title }));
  const [current, middle, oldest] = await revisions();
  const context = await browser.newContext();
  const ask = async (tab: Page, id?: number) => {
    await signIn(tab, panel);
    await tab.goto(`${panel.url}/revisions/${id}`);
    await tab.getByRole('button', { name: 'Restore this state' }).click();
    return tab.getByRole('dialog', { name: `Restore revision ${id}?` });
  };
  const first = await ask(page, middle?.id);
  const second = await ask(await context.newPage(), oldest?.id);
  await second.getByLabel('Why').fill('Mine');
  await first.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText(/^Applied/).first()).toBeVisible();

  // The other tab has heard of it by now.
  await expect(
    second
      .page()
      .getByText(/^Applied/)
      .first(),
  ).toBeAttached();
  await second.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(second.getByRole('alert')).toContainText('The files were changed in the meantime.');
  await expect(second.getByText('+    scrape_interval: 22s')).toBeVisible();
  await expect(second.getByLabel('Why')).toHaveValue('Mine');
  expect(stack.read(CONFIG)).toContain('scrape_interval: 22s');

  await second.getByRole('button', { name: 'Restore all the same' }).click();
  await expect(second).toBeHidden();
  await expect.poll(() => stack.read(CONFIG)).toContain('scrape_interval: 21s');
  await expect.poll(async () => (await revisions())[0]?.title).toContain(`revision ${oldest?.id}`);
  expect((await revisions()).slice(1, 3)).toMatchObject([
    { title: expect.stringContaining(`revision ${middle?.id}`) },
    current ?? {},
  ]);
  await context.close();
});

test('a hand edit between load and save is shown; theirs can be taken', async ({ page }) => {
  const forms = settings(page);
  await forms.open('intervals');
  await forms.job('This Pi').interval.fill('30');
  await expect(forms.outcome.getByText(/keeps running/).first()).toBeVisible();
  const edited = stack.read(CONFIG).replace('scrape_interval: 21s', 'scrape_interval: 40s # by hand');
  stack.write(CONFIG, edited);
  await forms.applyButton.click();
  await expect(forms.conflict.getByText(/\+\s+scrape_interval: 40s # by hand/)).toBeVisible();
  expect(stack.read(CONFIG)).toBe(edited);
  await forms.conflict.getByRole('button', { name: 'Take theirs' }).click();
  await expect(forms.job('This Pi').interval).toHaveValue('40');
  expect(stack.read(CONFIG)).toBe(edited);

  await forms.job('This Pi').interval.fill('50');
  await forms.apply(/./);
  await forms.isVerified();
  expect(stack.read(CONFIG)).toContain('scrape_interval: 50s # by hand');
});

test('what was typed survives a reload, and is still a change of the state that it was begun on', async ({
  page,
}) => {
  const forms = settings(page);
  await forms.open('labels');
  await page.getByLabel('Site').fill('cellar');
  await expect(forms.outcome.getByText(/keeps running/).first()).toBeVisible();
  stack.write(CONFIG, `# written in between\n${stack.read(CONFIG)}`);
  await page.reload();
  await expect(page.getByLabel('Site')).toHaveValue('cellar');
  await forms.apply(/keeps running/);
  await expect(forms.conflict.getByText('+# written in between')).toBeVisible();
  await forms.conflict.getByRole('button', { name: 'Keep mine' }).click();
  await forms.apply(/keeps running/);
  await forms.isVerified();
  expect(stack.read(CONFIG)).toMatch(/^# written in between\n/);
});

test('a panel that does not answer loses nothing that was typed', async ({ page }) => {
  const forms = settings(page);
  await forms.open('labels');
  await page.getByLabel('Site').fill('roof');
  await expect(forms.outcome.getByText(/keeps running/).first()).toBeVisible();
  await page.route('**/api/settings', (route) =>
    route.request().method() === 'PUT' ? route.abort('connectionfailed') : route.fallback(),
  );
  await forms.applyButton.click();
  await expect(page.getByText('This could not be saved. What you entered is still here.')).toBeVisible();
  await expect(page.getByLabel('Site')).toHaveValue('roof');
  await page.unroute('**/api/settings');
  await forms.applyButton.click();
  await forms.isVerified();
});

test('a change whose answer got lost is sent again and made once', async ({ page }) => {
  const newest = async () => (await panel.json<Revisions>('GET', '/api/revisions')).revisions[0]?.id ?? 0;
  const before = await newest();
  const forms = settings(page);
  await forms.open('labels');
  await page.getByLabel('Site').fill('shed');
  let sent = 0;
  await page.route('**/api/settings', async (route) => {
    if (route.request().method() !== 'PUT' || ++sent > 1) return route.fallback();
    await route.fetch();
    return route.abort('internetdisconnected');
  });
  await forms.apply(/keeps running/);
  await forms.isVerified();
  expect(sent).toBe(2);
  expect(await newest()).toBe(before + 1);
});

test('a session that has ended meanwhile takes nothing that was typed with it', async ({ page, context }) => {
  const forms = settings(page);
  await forms.open('labels');
  await page.getByLabel('Site').fill('garden');
  await expect(forms.outcome.getByText(/keeps running/).first()).toBeVisible();
  await context.clearCookies();
  await forms.applyButton.click();
  await expect(page.getByRole('link', { name: /Sign in again in a new tab/ })).toBeVisible();
  await expect(page.getByLabel('Site')).toHaveValue('garden');
  await signIn(page, panel);
  await forms.applyButton.click();
  await forms.isVerified();
  expect(stack.read(CONFIG)).toContain('site: garden');
});

test('nonsense is told at its field and nothing of it is sent', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
  const forms = settings(page);
  const says = (words: string) => expect(page.getByText(words).first()).toBeVisible();
  const before = stack.read(CONFIG);

  await forms.open('intervals');
  const pi = forms.job('This Pi');
  for (const [value, words] of [
    ['soon', 'Enter a number of seconds.'],
    ['', 'Enter a number of seconds.'],
    ['-60', 'Enter a number of seconds.'],
    ['1e3', 'Enter a number of seconds.'],
    ['4', 'Use at least 5 seconds.'],
    ['7.5', 'Use whole seconds.'],
    ['999999999999999999', 'Use at most 3600 seconds'],
  ] as const) {
    await pi.interval.fill(value);
    await forms.applyButton.click();
    await says(words);
  }
  await pi.interval.fill('20');
  await pi.timeout.fill('30');
  await forms.applyButton.click();
  await says('The timeout cannot be longer than the interval.');

  await forms.open('labels');
  await page.getByLabel('Name of this Pi').fill('a b"}');
  await page.getByRole('button', { name: 'Add a label' }).click();
  await page.getByLabel('Label', { exact: true }).fill('1st');
  await forms.applyButton.click();
  await says('Use letters, digits, dots, hyphens and underscores');
  await says('Use letters, digits and underscores; begin with a letter.');
  await says('Give the label a value, or remove it.');
  await page.getByLabel('Label', { exact: true }).fill('job');
  await says('job and instance are set by vmagent itself.');

  await forms.open('destination');
  await page.getByRole('radio', { name: 'Another server' }).check();
  for (const [url, words] of [
    ['', 'Enter the remote-write URL.'],
    ['ftp://x', 'This is not a web address.'],
    ['https://me:secret@example.com/push', 'Put the user name and the token into their own fields'],
    ['https://example.com/a,b', 'Commas, quotes'],
  ] as const) {
    await page.getByLabel('Remote-write address').fill(url);
    await forms.applyButton.click();
    await says(words);
  }
  expect(sent).toEqual([]);
  expect(stack.read(CONFIG)).toBe(before);
});
