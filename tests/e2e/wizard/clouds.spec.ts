import type { Status } from '../../../lib/schemas/status.ts';
import { startFakeAws } from '../../support/fakes/aws/fake-aws.ts';
import type { FakeCloud } from '../../support/fakes/fake-clouds.ts';
import { fakeGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server.ts';
import { expect, SetupScreens, signIn, test } from '../../support/panel/browser.ts';
import { waitFor } from '../../support/run/exec.ts';
import { bridgeAddress } from '../../support/stack/stack.ts';

let aws: FakeCloud;
let google: FakeGoogle;

test.beforeEach(async ({ engine }) => {
  const address = await bridgeAddress(engine);
  aws = await startFakeAws(address);
  google = await startFakeGoogle(address);
});
test.afterEach(async () => {
  await aws?.close();
  await google?.close();
});

const ACCESS_KEY = 'AKIAFAKEFAKEFAKEFAKE';
const SECRET_KEY = 'fakeSecretKeyForTests+0123456789abcdefgh';

test('AWS and Google Cloud with refused credentials: both exporters run, and the panel says so for each', async ({
  page,
  panel,
  stack,
}) => {
  stack.setEnv({ AWS_ENDPOINT_URL: aws.url });
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  await setup.source('AWS').check();
  await page.getByLabel('Access key ID').fill(ACCESS_KEY);
  await page.getByLabel('Secret access key').first().fill(SECRET_KEY);
  await page.getByRole('checkbox', { name: /eu-west-1/ }).check();
  await page.getByRole('button', { name: 'Ask AWS' }).click();
  await expect(page.getByText('AWS gives nothing with this', { exact: true })).toBeVisible();
  await setup.source('Google Cloud').check();
  await page.getByLabel('Key file').setInputFiles({
    name: 'key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(fakeGoogleKey('fake-project-123')),
  });
  await expect(page.getByLabel('Project ID')).toHaveValue('fake-project-123');
  await setup.goOn();
  await setup.name('cloud-sources');
  // The wizard takes only Google's own token address, so that a key file cannot send the panel anywhere else.
  await setup.launch('Your data is arriving, without AWS and Google Cloud');
  await expect(page.getByText('AWS gives no data yet')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the settings of AWS' })).toBeVisible();
  stack.write('config/gcp/key.json', fakeGoogleKey('fake-project-123', `${google.url}/token`), 0o600);
  await stack.engine.docker('restart', (await stack.containerId('stackdriver-exporter')) ?? '');
  await panel.login();
  await signIn(page, panel);

  await test.step('both containers are healthy and their targets are scraped', async () => {
    await waitFor(
      'healthy exporters and scraped targets',
      async () => {
        const { services, targets } = await panel.json<Status>('GET', '/api/status');
        const isHealthy = (name: string) =>
          services.some((one) => one.name === name && one.health === 'healthy');
        const isUp = (job: string) => targets.some((one) => one.job === job && one.state === 'up');
        return ['yace', 'stackdriver-exporter'].every((name) => isHealthy(name) && isUp(name));
      },
      { timeoutMs: 120_000, everyMs: 1000 },
    );
    expect(aws.requests.length).toBeGreaterThan(0);
  });

  await test.step('the panel calls neither of them green', async () => {
    const findings = async () =>
      (await panel.json<Status>('GET', '/api/status')).verdict.findings
        .map((one) => `${one.id} ${one.title}`)
        .join('\n');
    await expect.poll(findings, { timeout: 90_000 }).toMatch(/AWS refuses/);
    await expect.poll(findings, { timeout: 120_000 }).toMatch(/Google refuses/);
    expect(google.calls.length).toBeGreaterThan(0);
    await page.goto(panel.url);
    await expect(page.getByText(/AWS refuses/).first()).toBeVisible();
    await expect(page.getByText(/Google refuses/).first()).toBeVisible();
  });
});
