import { expect, type Page, test } from '@playwright/test';
import { type Destination, startDestination } from '../support/destination.ts';
import { ensureEngine } from '../support/engine.ts';
import { waitFor } from '../support/exec.ts';
import { type FakeCloud, startFakeAws } from '../support/fake-clouds.ts';
import { type Panel, startPanel } from '../support/panel.ts';
import { launchPipeline, PI_ONLY } from '../support/pipeline.ts';
import { SettingsScreens } from '../support/settings-screens.ts';
import { bridgeAddress, type TempStack, tempStack } from '../support/stack.ts';

const CONFIG = 'config/vmagent/prometheus.yml';
const FIRST_KEY = 'AKIAFAKEFAKEFAKEFAKE';

let stack: TempStack;
let panel: Panel;
let destination: Destination;
let aws: FakeCloud;

test.beforeAll(async () => {
  test.setTimeout(300_000);
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
  const info = test.info();
  if (panel && info.status !== info.expectedStatus) await info.attach('panel.log', { body: panel.log() });
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
  await expect(pi.interval).toHaveValue('5', { timeout: 30_000 });
  await forms.isVerified();
  expect(await runningConfig()).toMatch(/job_name: node-exporter\n\s+scrape_interval: 5s/);
});

test('the interval of AWS is that of YACE too', async ({ page }) => {
  const forms = settings(page);
  await forms.open('intervals');
  const requests = aws.requests.length;
  await forms.job('AWS').interval.fill('120');
  await expect(page.getByText('AWS is asked, and bills, 2.5 times as often.')).toBeVisible();
  await forms.apply(/YACE restarts, about 5 s/);
  await forms.isVerified();
  await page.reload();
  await expect(forms.job('AWS').interval).toHaveValue('120');
  expect((await inspect('yace')).Config.Cmd).toContain('-scraping-interval=120');
  expect(await runningConfig()).toMatch(/job_name: yace\n\s+scrape_interval: (120s|2m)/);
  await expect.poll(() => aws.requests.length, { timeout: 30_000 }).toBeGreaterThan(requests);
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
  const containers = page.getByRole('switch', { name: 'The containers on this Pi' });
  await containers.check();
  await forms.apply(/cAdvisor is started/);
  await forms.isVerified();
  await page.reload();
  await expect(containers).toBeChecked();
  await arrives('count(up{job="cadvisor"} == 1)');

  await containers.uncheck();
  await page.getByLabel('Access key ID').fill('AKIAOTHEROTHEROTHER1');
  await expect(forms.outcome.getByText('once what is above is complete')).toBeVisible();
  await page.getByLabel('Secret access key', { exact: true }).fill('y'.repeat(40));
  await page.getByRole('checkbox', { name: /eu-central-1/ }).check();
  await forms.apply(/cAdvisor is stopped and removed/);
  await forms.isVerified();
  await page.reload();
  await expect(containers).not.toBeChecked();
  await expect(page.getByLabel('Access key ID')).toHaveValue('AKIAOTHEROTHEROTHER1');
  await expect(page.getByLabel('Secret access key', { exact: true })).toHaveValue('');
  expect(await stack.containerId('cadvisor')).toBeNull();
  expect((await inspect('yace')).Config.Env).toContain('AWS_ACCESS_KEY_ID=AKIAOTHEROTHEROTHER1');
  expect(stack.read('config/yace/config.yml')).toContain('eu-central-1');
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
  await expect(forms.outcome.getByText(/refuses/).first()).toBeVisible({ timeout: 30_000 });
  await expect(token).toHaveValue('glc_wrong_token_0123456789');
  expect(stack.read('.env')).toBe(before);

  await destination.accept(destination.token, 'glc_second_token_0123456789');
  await token.fill('glc_second_token_0123456789');
  await forms.apply(/takes the new token/);
  await forms.isVerified();
  await expect(token).toHaveValue('');
  await expect(page.getByText('ends in …6789')).toBeVisible();
  await destination.accept('glc_second_token_0123456789');
  await arrives('count(count_over_time(up{job="vmagent"}[1m]) >= 1)');
  expect(await startedAt('vmagent')).toBe(started);
});

test('destination: another address while samples wait asks what becomes of them', async ({ page }) => {
  test.setTimeout(300_000);
  const forms = settings(page);
  await destination.set('outage');
  await waitFor(
    'a backlog',
    async () => {
      const { buffer } = await panel.json<{ buffer: { bytes: number | null } }>('GET', '/api/status');
      return (buffer.bytes ?? 0) > 20_000;
    },
    { timeoutMs: 120_000, everyMs: 1000 },
  );
  await forms.open('destination');
  await page.getByRole('radio', { name: 'This Pi' }).check();
  await expect(forms.outcome.getByText(/wait for the present address/)).toBeVisible();
  await forms.applyButton.click();
  const question = page.getByRole('dialog', { name: /wait for the present address/ });
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(stack.read('.env')).toContain('WEIR_DESTINATION=grafana-cloud');
  await forms.applyButton.click();
  await question.getByRole('radio', { name: 'Change now, keep what waits' }).check();
  await question.getByRole('button', { name: 'Change now, keep what waits' }).click();
  await forms.isVerified();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'This Pi' })).toBeChecked();
  const database = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  await expect
    .poll(async () => (await fetch(`${database}/api/v1/query?query=up`)).text(), { timeout: 60_000 })
    .toContain('"cluster":"cellar"');
  const queues = await stack.engine.docker(
    'exec',
    (await stack.containerId('vmagent')) ?? '',
    'ls',
    '/vmagentdata/persistent-queue',
  );
  expect(queues.split('\n').filter(Boolean).length, 'the earlier queue is still there').toBe(2);
});
