import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws.ts';
import {
  KEY_ID,
  key,
  lambda,
  oneAccount,
  queue,
  REGION,
  restApi,
  SECRET,
} from '../../support/fakes/aws/world.ts';
import { type ExporterImage, exporterImage } from '../../support/fakes/gcp/exporter-image.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { exampleProject } from '../../support/fakes/gcp/projects.ts';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server.ts';
import { SettingsScreens } from '../../support/fixtures/settings-screens.ts';
import { test as base, expect, SetupScreens } from '../../support/panel/browser.ts';
import { expectReadable } from '../../support/panel/faces.ts';
import { bridgeAddress, tempStack } from '../../support/stack/stack.ts';

/** Clouds that give what they are asked for: the real exporters, asked as the screens say, on a desk and on a phone. */
const PROJECT = 'garden-pond';
const TAGS = { env: 'prod' };
const SHOP = '210987654321';
const ROLE = `arn:aws:iam::${SHOP}:role/weir`;
const googleKey = fakeGoogleKey(PROJECT);

let aws: FakeAws;
let google: FakeGoogle;
let image: ExporterImage;

/** What speaks of this machine, and images, the gateway has from the beginning. */
const test = base.extend({
  stack: async ({ engine }, use) => {
    const env = {
      AWS_ENDPOINT_URL: aws.url,
      WEIR_GOOGLE_ENDPOINT_URL: google.url,
      STACKDRIVER_IMAGE: image.reference,
      YACE_SCRAPING_INTERVAL: '30',
    };
    const stack = await tempStack({ name: 'clouds', engine, env });
    await use(stack);
    await stack.remove();
  },
});

test.beforeEach(async ({ engine }) => {
  const address = await bridgeAddress(engine);
  const resources = [
    ...['orders', 'billing', 'reports'].map((name) => lambda(name, TAGS)),
    ...['jobs', 'jobs-dlq'].map((name) => queue(name, TAGS)),
    restApi('a1b2c3d4e5', 'shop', TAGS),
  ];
  const shop = [lambda('cart', TAGS), queue('orders', TAGS), restApi('f6g7h8i9j0', 'cart', TAGS)];
  const { accounts } = oneAccount(resources);
  aws = await startFakeAws(address, {
    accounts: { ...accounts, [SHOP]: { alias: null, regions: { [REGION]: shop } } },
    keys: { [KEY_ID]: key({ roles: [ROLE] }) },
    roles: { [ROLE]: { externalId: 'weir-1', denied: [] } },
  });
  google = await startFakeGoogle(address, {
    accounts: accountsOf(googleKey),
    projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(googleKey).email]) },
  });
  image = await exporterImage(engine, google);
});
test.afterEach(async () => {
  await image?.remove();
  await google?.close();
  await aws?.close();
});

const SECONDS = 'first seen after \\d+ s\\.';

test('AWS and Google Cloud from their keys to what arrives of them, and a change of what they are asked for @phone', async ({
  page,
  panel,
}) => {
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  const service = (name: string) => page.getByRole('checkbox', { name, exact: true });
  const askingOf = (cloud: string) => page.getByRole('region', { name: `Ask ${cloud}` });
  const priceOf = (cloud: string) => page.getByRole('region', { name: `Price of ${cloud}` });

  await test.step('AWS: the key, three functions and two queues, what AWS says, what it costs', async () => {
    await setup.source('Containers').uncheck();
    await setup.source('AWS').check();
    await page.getByLabel('Access key ID').fill(KEY_ID);
    await page.getByLabel('Secret access key', { exact: true }).fill(SECRET);
    await page.getByRole('checkbox', { name: new RegExp(REGION) }).check();
    for (const name of ['ECS', 'API Gateway, REST']) await service(name).uncheck();
    await expect(priceOf('AWS')).toContainText('AWS: not known yet');
    await page.getByRole('button', { name: 'Ask AWS' }).click();
    await expect(askingOf('AWS')).toContainText(/Both work: AWS answered in/);
    await expect(priceOf('AWS')).toContainText('5 resources: ');
    await expectReadable(page);
  });

  await test.step('Google Cloud: the key file, its project, what Google says', async () => {
    await setup.source('Google Cloud').check();
    const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(googleKey) };
    await page.getByLabel('Key file').setInputFiles(file);
    await expect(page.getByLabel('Project ID')).toHaveValue(PROJECT);
    await page.getByRole('button', { name: 'Ask Google Cloud' }).click();
    await expect(askingOf('Google Cloud')).toContainText(/All 3 work: Google Cloud answered in/);
    await expect(priceOf('Google Cloud')).toBeVisible();
    await expectReadable(page);
  });

  await test.step('the launch ends with what each of them gives', async () => {
    await setup.goOn();
    await setup.name('cloud-pi');
    await expectReadable(page);
    await setup.launch();
    const main = page.getByRole('main');
    const AWS = `AWS: data of 3 Lambda functions and 2 SQS queues, ${SECONDS}`;
    await expect(main).toContainText(new RegExp(AWS));
    const GOOGLE = '4 series of Cloud Run, 4 of Pub/Sub and 2 of Cloud Functions';
    await expect(main).toContainText(new RegExp(`Google Cloud: ${GOOGLE}, ${SECONDS}`));
    await expectReadable(page);
  });

  const forms = new SettingsScreens(page, panel);
  await test.step('a change of services ends with the same words', async () => {
    await page.goto(`${panel.url}/settings/sources`);
    await service('API Gateway, REST').check();
    await service('Cloud Functions').uncheck();
    await expectReadable(page);
    await forms.apply(/AWS/);
    await forms.isVerified();
    await expect(forms.outcome).toContainText(
      new RegExp(`AWS: data of 3 Lambda functions, 2 SQS queues and 1 REST API, ${SECONDS}`),
    );
    await expect(forms.outcome).toContainText(
      new RegExp(`Google Cloud: 4 series of Cloud Run and 4 of Pub/Sub, ${SECONDS}`),
    );
    await expectReadable(page);
  });

  await test.step('another account: its role is asked for, and what it has is counted', async () => {
    await page.getByRole('button', { name: 'Add an account' }).click();
    await page.getByLabel('Role 1', { exact: true }).fill(ROLE);
    await page.getByRole('button', { name: 'Ask AWS' }).click();
    await expect(askingOf('AWS')).toContainText(`account ${SHOP}`);
    await expect(askingOf('AWS')).toContainText('external id');
    await page.getByLabel('External ID of role 1').fill('weir-1');
    await page.getByRole('button', { name: 'Ask AWS' }).click();
    await expect(askingOf('AWS')).toContainText(/All 6 work: AWS answered in/);
    await expectReadable(page);
    await forms.apply(/AWS/);
    await forms.isVerified();
    await expect(forms.outcome).toContainText(
      new RegExp(`AWS: data of 4 Lambda functions, 3 SQS queues and 2 REST APIs, ${SECONDS}`),
    );
    await expectReadable(page);
  });

  await test.step('what AWS refuses is named when a save ends, and the rest is there', async () => {
    aws.world.keys[KEY_ID] = key({ denied: ['apigateway:GET'], roles: [ROLE] });
    await service('SQS').uncheck();
    await forms.apply(/AWS/);
    await forms.isVerified();
    await expect(forms.outcome).toContainText('Missing: apigateway:GET.');
    await expectReadable(page);
  });
});
