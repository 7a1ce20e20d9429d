import { statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startFakeAws } from '../../support/fakes/aws/fake-aws.ts';
import type { FakeCloud } from '../../support/fakes/fake-clouds.ts';
import { fakeGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { SettingsScreens } from '../../support/fixtures/settings-screens.ts';
import { expect, keepFile, test } from '../../support/panel/browser.ts';
import { type Panel, startPanel } from '../../support/panel/panel.ts';
import { waitFor } from '../../support/run/exec.ts';
import { type Destination, queryVictoria, startDestination } from '../../support/stack/destination.ts';
import { ensureEngine } from '../../support/stack/engine.ts';
import { launchPipeline, PI_ONLY } from '../../support/stack/pipeline.ts';
import { bridgeAddress, type TempStack, tempStack } from '../../support/stack/stack.ts';

const CONFIG = 'config/vmagent/prometheus.yml';
const FIRST_KEY = 'AKIAFAKEFAKEFAKEFAKE';
const SECOND_TOKEN = 'glc_second_token_0123456789';

let stack: TempStack;
let panel: Panel;
let destination: Destination;
let aws: FakeCloud;

test.beforeAll(async () => {
  const engine = await ensureEngine();
  stack = await tempStack({ name: 'settings', engine });
  destination = await startDestination(engine);
  aws = await startFakeAws(await bridgeAddress(engine));
  stack.setEnv({ AWS_ENDPOINT_URL: aws.url });
  panel = await startPanel(stack);
  await panel.claim();
  const { url, instanceId, token } = destination;
  await launchPipeline(panel, {
    destination: { kind: 'grafana-cloud', url, instanceId, token },
    sources: {
      ...PI_ONLY,
      aws: { enabled: true, accessKeyId: FIRST_KEY, secretAccessKey: 'x'.repeat(40), regions: ['eu-west-1'] },
    },
    cluster: 'settings-pi',
  });
});
test.afterAll(async () => {
  await panel?.stop();
  await destination?.remove();
  await aws?.close();
  await stack?.remove();
});
test.afterEach(async () => {
  if (panel) keepFile(test.info(), 'panel.log', panel.log());
});

interface Inspected {
  Config: { Cmd: string[]; Env: string[] };
  State: { StartedAt: string };
}
const inspect = async (service: string) => (await stack.inspect(service)) as unknown as Inspected;
const startedAt = async (service: string) => (await inspect(service)).State.StartedAt;
const runningConfig = async () => (await fetch(`${stack.env.WEIR_VMAGENT_URL}/config`)).text();
const arrives = (query: string, least = 1) =>
  expect
    .poll(() => destination.scalar(query), { timeout: 60_000, intervals: [1000] })
    .toBeGreaterThanOrEqual(least);
const settings = (page: Page) => new SettingsScreens(page, panel);

test('a shorter interval: its cost is said, vmagent scrapes faster without a restart, undo takes it back', async ({
  page,
}) => {
  const forms = settings(page);
  await forms.open('intervals');
  const started = await startedAt('vmagent');
  const before = stack.read(CONFIG);
  const pi = forms.job('This Pi');
  await expect(pi.interval).toHaveValue('60');
  await pi.interval.fill('5');
  await expect(page.getByText('1 min → 5 s: 12 data points a minute instead of 1')).toBeVisible();
  await forms.apply(/keeps running; nothing is lost/);
  await forms.isVerified();

  await page.reload();
  await expect(pi.interval).toHaveValue('5');
  const changed = stack.read(CONFIG).split('\n');
  expect(before.split('\n').filter((line, index) => line !== changed[index])).toHaveLength(1);
  expect(await runningConfig()).toMatch(/job_name: node-exporter\n\s+scrape_interval: 5s/);
  await arrives('count_over_time(up{job="node-exporter"}[20s])', 3);
  expect(await startedAt('vmagent')).toBe(started);

  await pi.interval.fill('10');
  await forms.apply(/keeps running/);
  await forms.isVerified();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(pi.interval).toHaveValue('5');
  await forms.isVerified();
  expect(await runningConfig()).toMatch(/job_name: node-exporter\n\s+scrape_interval: 5s/);
});

test('the interval of AWS is that of YACE, which vmagent scrapes every minute', async ({ page }) => {
  const forms = settings(page);
  await forms.open('intervals');
  const requests = aws.requests.length;
  await forms.job('AWS').interval.fill('120');
  await expect(
    page.getByText('AWS is asked every 2 min; vmagent scrapes the answers every 1 min.'),
  ).toBeVisible();
  await expect(page.getByText('AWS is asked, and bills, 2.5 times as often.')).toBeVisible();
  await forms.apply(/yace \(AWS\) restarts, about 5 s/);
  await forms.isVerified();
  await page.reload();
  await expect(forms.job('AWS').interval).toHaveValue('120');
  expect((await inspect('yace')).Config.Cmd).toContain('-scraping-interval=120');
  expect(await runningConfig()).toMatch(/job_name: yace\n\s+scrape_interval: (60s|1m)/);
  await expect.poll(() => aws.requests.length).toBeGreaterThan(requests);
});

test('labels: a new name, a site and one of the owner’s own arrive at the destination', async ({ page }) => {
  const forms = settings(page);
  await forms.open('labels');
  await page.getByLabel('Name of this Pi').fill('cellar');
  await page.getByLabel('Site').fill('home');
  await page.getByRole('button', { name: 'Add a label' }).click();
  await page.getByLabel('Label', { exact: true }).fill('rack');
  await page.getByLabel('Value').fill('shelf #2');
  await page.getByLabel('Why').fill('Moved downstairs');
  await forms.apply(/keeps running/);
  await forms.isVerified();
  await page.reload();
  await expect(page.getByLabel('Name of this Pi')).toHaveValue('cellar');
  await expect(page.getByLabel('Value')).toHaveValue('shelf #2');
  await arrives('count(up{cluster="cellar",site="home",rack="shelf #2"})');
  const { revisions } = await panel.json<{ revisions: { reason: string | null }[] }>('GET', '/api/revisions');
  expect(revisions[0]?.reason).toBe('Moved downstairs');

  await page.getByRole('button', { name: 'Remove the label rack' }).click();
  await forms.apply(/keeps running/);
  await forms.isVerified();
  expect(await runningConfig()).not.toContain('shelf');
});

test('sources: one is switched on and off, AWS gets another key and region', async ({ page }) => {
  const forms = settings(page);
  await forms.open('sources');
  const containers = page.getByRole('switch', { name: 'Containers' });
  await containers.check();
  await forms.apply(/cadvisor \(Containers\) is started/);
  await forms.isVerified();
  await page.reload();
  await expect(containers).toBeChecked();
  await arrives('count(up{job="cadvisor"} == 1)');

  await containers.uncheck();
  await page.getByLabel('Access key ID').fill('AKIAOTHEROTHEROTHER1');
  await expect(forms.outcome.getByText('once the form above is complete')).toBeVisible();
  await page.getByLabel('Secret access key', { exact: true }).fill('y'.repeat(40));
  await page.getByRole('checkbox', { name: /eu-central-1/ }).check();
  await forms.apply(/cadvisor \(Containers\) is stopped and removed/);
  await forms.isVerified();
  await page.reload();
  await expect(containers).not.toBeChecked();
  await expect(page.getByLabel('Access key ID')).toHaveValue('AKIAOTHEROTHEROTHER1');
  await expect(page.getByLabel('Secret access key', { exact: true })).toHaveValue('');
  expect(await stack.containerId('cadvisor')).toBeNull();
  expect((await inspect('yace')).Config.Env).toContain('AWS_ACCESS_KEY_ID=AKIAOTHEROTHEROTHER1');
  expect(stack.read('config/yace/config.yml')).toContain('eu-central-1');
});

test('sources: Google Cloud is switched on with a key file, and off again', async ({ page }) => {
  const forms = settings(page);
  await forms.open('sources');
  const google = page.getByRole('switch', { name: 'Google Cloud' });
  await google.check();
  await page.getByLabel('Key file').setInputFiles({
    name: 'key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(fakeGoogleKey('fake-project-123')),
  });
  await expect(page.getByLabel('Project ID')).toHaveValue('fake-project-123');
  await forms.apply(/stackdriver-exporter \(Google Cloud\) is started/);
  await forms.isVerified();
  await page.reload();
  await expect(google).toBeChecked();
  await expect(page.getByLabel('Project ID')).toHaveValue('fake-project-123');
  expect((await inspect('stackdriver-exporter')).Config.Cmd).toContain(
    '--google.project-ids=fake-project-123',
  );
  expect(statSync(path.join(stack.dir, 'config/gcp/key.json')).mode & 0o777).toBe(0o600);
  const targets = async () => (await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/targets`)).text();
  expect(await targets()).toContain('stackdriver-exporter:9255');

  await google.uncheck();
  await forms.apply(/stackdriver-exporter \(Google Cloud\) is stopped and removed/);
  await forms.isVerified();
  await page.reload();
  await expect(google).not.toBeChecked();
  expect(await stack.containerId('stackdriver-exporter')).toBeNull();
  await expect.poll(targets, { timeout: 60_000 }).not.toContain('stackdriver-exporter:9255');
});

test('destination: a wrong token changes nothing, a new one is used without a restart', async ({ page }) => {
  const forms = settings(page);
  await forms.open('destination');
  const started = await startedAt('vmagent');
  const before = stack.read('.env');
  const token = page.getByLabel('Token', { exact: true });
  await token.fill('glc_wrong_token_0123456789');
  await expect(page.getByText(/ID or the token is wrong/).first()).toBeVisible();
  await forms.apply(/takes the new token/);
  await expect(forms.outcome.getByText(/refuses/).first()).toBeVisible();
  await expect(token).toHaveValue('glc_wrong_token_0123456789');
  expect(stack.read('.env')).toBe(before);

  await destination.accept(destination.token, SECOND_TOKEN);
  await token.fill(SECOND_TOKEN);
  await forms.apply(/takes the new token/);
  await forms.isVerified();
  await expect(token).toHaveValue('');
  await expect(page.getByText('ends in …6789')).toBeVisible();
  await destination.accept(SECOND_TOKEN);
  await arrives('count(count_over_time(up{job="vmagent"}[1m]) >= 1)');
  expect(await startedAt('vmagent')).toBe(started);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('earlier secrets are not kept')).toBeVisible();
});

/** Lets samples wait: the destination is away, and vmagent is given a few hundred series at once. */
async function backlog(): Promise<void> {
  await destination.set('outage');
  const lines = Array.from({ length: 500 }, (_, index) => `weir_backlog{n="${index}"} ${Math.random()}`);
  const body = `${lines.join('\n')}\n`;
  await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
  const isWaiting = async () => {
    const metrics = await (await fetch(`${stack.env.WEIR_VMAGENT_URL}/metrics`)).text();
    const pending = [...metrics.matchAll(/^vmagent_remotewrite_pending_data_bytes.* (\S+)$/gm)];
    return pending.some(([, bytes]) => Number(bytes) > 1_000);
  };
  await waitFor('a backlog', isWaiting, { timeoutMs: 60_000, everyMs: 500 });
}

async function returns(): Promise<void> {
  await destination.set('accept');
  await destination.accept(SECOND_TOKEN);
}

const database = () => `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
const countAt = (query: string) => expect.poll(() => destination.scalar(query), { timeout: 90_000 });

test('destination: another address while samples wait asks what becomes of them; all of them arrive', async ({
  page,
}) => {
  const forms = settings(page);
  const question = page.getByRole('dialog', { name: /wait for the present address/ });
  const choose = async (label: string) => {
    await expect(forms.outcome.getByText(/wait for the present address/)).toBeVisible();
    await forms.applyButton.click();
    await question.getByRole('radio', { name: label }).check();
    await question.getByRole('button', { name: label }).click();
  };

  await test.step('deliver first: the change waits until the last of them has arrived', async () => {
    await backlog();
    await forms.open('destination');
    await page.getByRole('radio', { name: 'This Pi' }).check();
    await expect(forms.outcome.getByText(/wait for the present address/)).toBeVisible();
    await forms.applyButton.click();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await choose('Deliver first, then change');
    await expect(forms.outcome).toHaveAccessibleName('What is happening');
    expect(stack.read('.env')).toContain('WEIR_DESTINATION=grafana-cloud');
    await returns();
    await forms.isVerified();
    await countAt('count(last_over_time(weir_backlog[10m]))').toBe(500);
    await page.reload();
    await expect(page.getByRole('radio', { name: 'This Pi' })).toBeChecked();
    const stored = async () => (await queryVictoria(database(), 'up')).map(({ metric }) => metric.cluster);
    await expect.poll(stored, { timeout: 60_000 }).toContain('cellar');
  });

  const toCloud = async () => {
    await page.getByRole('radio', { name: 'Grafana Cloud' }).check();
    await page.getByLabel('Remote-write address').fill(destination.url);
    await page.getByLabel('Instance ID').fill(destination.instanceId);
    await page.getByLabel('Token', { exact: true }).fill(SECOND_TOKEN);
    await expect(page.getByText(/^It works/).first()).toBeVisible();
    await forms.apply(/vmagent restarts/);
    await forms.isVerified();
  };

  await test.step('keep: what waited goes on its way when the first address is back', async () => {
    await toCloud();
    await backlog();
    await page.getByRole('radio', { name: 'This Pi' }).check();
    await choose('Change now, keep what waits');
    await forms.isVerified();
    const atSeconds = Math.floor(Date.now() / 1000);
    await returns();
    await toCloud();
    await countAt(`count(last_over_time(weir_backlog[2m] @ ${atSeconds}))`).toBe(500);
  });

  await test.step('drop: said with its size, and done', async () => {
    await backlog();
    await page.getByRole('radio', { name: 'This Pi' }).check();
    await expect(forms.outcome.getByText(/wait for the present address/)).toBeVisible();
    await forms.applyButton.click();
    await question.getByRole('radio', { name: /Change now, drop \d/ }).check();
    await question.getByRole('button', { name: /Change now, drop \d/ }).click();
    await forms.isVerified();
  });
});

test('destination: another server with a user name and a password takes over', async ({ page }) => {
  const forms = settings(page);
  await destination.set('accept');
  await destination.accept('a-password-of-its-own');
  await forms.open('destination');
  await page.getByRole('radio', { name: 'Another' }).check();
  await page.getByLabel('Remote-write address').fill(destination.url);
  await page.getByLabel('User name').fill(destination.instanceId);
  await page.getByLabel(/^Password or token/).fill('a-password-of-its-own');
  await forms.apply(/vmagent (restarts|takes the new token)/);
  await forms.isVerified();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Another' })).toBeChecked();
  await expect(page.getByLabel('User name')).toHaveValue(destination.instanceId);
  await arrives('count(count_over_time(up{job="vmagent"}[30s]) >= 1)');
});
