import { expect, signIn, test } from '../../support/panel/browser.ts';
import { changeSettings } from '../../support/panel/change-settings.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

const CONFIG = 'config/vmagent/prometheus.yml';

test('a change is seen as a revision with its difference, and is undone from there', async ({
  page,
  panel,
  stack,
}) => {
  const running = async () =>
    (await fetch(`http://127.0.0.1:${stack.ports.VMAGENT_PORT}/api/v1/status/config`)).text();
  await panel.claim();
  await launchPipeline(panel);
  const before = stack.read(CONFIG);
  await changeSettings(panel, {
    scrape: { 'node-exporter': { intervalSeconds: 17, timeoutSeconds: null } },
    reason: 'Finer graphs',
  });
  expect(await running()).toContain('17s');

  await signIn(page, panel);
  await page.goto(panel.url);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Revisions' }).click();
  const entries = page.getByRole('main').getByRole('listitem');
  await expect(entries.first()).toContainText('Finer graphs');
  await expect(entries.first()).toContainText('In use now');
  await entries.first().getByRole('link').click();
  await expect(page.getByRole('region', { name: `Change of ${CONFIG}` })).toContainText('17s');
  await expect(page.getByText('The files and the services are in this state already.')).toBeVisible();

  await page.getByRole('link', { name: 'Revisions' }).last().click();
  await entries.nth(1).getByRole('link').click();
  await page.getByRole('button', { name: 'Restore this state' }).click();
  await page.getByLabel('Why').fill('Too many samples');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 60_000 });
  expect(stack.read(CONFIG)).toBe(before);
  expect(await running()).not.toContain('17s');
  // The address of earlier releases leads there.
  await page.goto(`${panel.url}/history`);
  await expect(entries.first()).toContainText('Too many samples');
});

test('an edit by hand is said on every page, and is applied or undone', async ({ page, panel, stack }) => {
  const retention = async () => {
    const text = await (await fetch(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}/metrics`)).text();
    return /^flag\{name="retentionPeriod", value="([^"]*)"/m.exec(text)?.[1];
  };
  await panel.claim();
  await launchPipeline(panel);
  await signIn(page, panel);
  const firstAnswer = page.waitForResponse(/\/api\/changes$/);
  await page.goto(`${panel.url}/services`);
  expect((await firstAnswer).status()).toBe(200);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByText(/edited by hand/)).toHaveCount(0);

  await test.step('an edit of .env is seen when the window is turned to, though the network breaks off', async () => {
    stack.setEnv({ VICTORIA_METRICS_RETENTION: '21d' });
    let asked = 0;
    await page.route('**/api/changes', (route) => {
      asked += 1;
      return asked <= 2 ? route.abort('connectionfailed') : route.continue();
    });
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByText(/^\.env was edited by hand/)).toBeVisible();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('link', { name: 'See and decide' }).click();
    await expect(page.getByRole('region', { name: 'Change of .env' })).toContainText(
      '+VICTORIA_METRICS_RETENTION=21d',
    );
    await expect(page.getByText('1 service is not as the files say')).toBeVisible();
  });

  await test.step('applied, the store runs with it', async () => {
    await page.getByRole('button', { name: 'Apply my edits' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply my edits' }).click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText('Everything agrees.')).toBeVisible();
    expect(await retention()).toBe('21d');
  });

  await test.step('another edit is undone byte for byte', async () => {
    const before = stack.read(CONFIG);
    stack.write(CONFIG, before.replace('scrape_interval: 30s', 'scrape_interval: 31s'));
    await page.reload();
    await page.getByRole('button', { name: 'Undo the edits' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the edits' }).click();
    await expect(page.getByText('Everything agrees.')).toBeVisible({ timeout: 60_000 });
    expect(stack.read(CONFIG)).toBe(before);
  });

  await test.step('a container that was changed past the panel is brought back by one button', async () => {
    const env = stack.read('.env');
    stack.setEnv({ VICTORIA_METRICS_RETENTION: '9d' });
    await stack.compose('up', '-d', 'victoria-metrics');
    stack.write('.env', env, 0o600);
    await page.reload();
    await expect(page.getByText('1 service is not as the files say')).toBeVisible();
    await expect(page.getByText(/edited by hand/)).toHaveCount(0);
    await page.getByRole('button', { name: 'Bring up to date' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bring up to date' }).click();
    await expect(page.getByText('Everything agrees.')).toBeVisible({ timeout: 90_000 });
    expect(await retention()).toBe('21d');
  });

  await test.step('an edit that vmagent refuses changes nothing and stays as it was left', async () => {
    const broken = stack.read(CONFIG).replace('scrape_interval: 30s', 'scrape_intervall: 30s');
    stack.write(CONFIG, broken);
    await page.reload();
    await page.getByRole('button', { name: 'Apply my edits' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply my edits' }).click();
    await expect(page.getByText(/scrape_intervall/).first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('heading', { name: '1 file was edited by hand' })).toBeVisible();
    expect(stack.read(CONFIG)).toBe(broken);
  });
});
