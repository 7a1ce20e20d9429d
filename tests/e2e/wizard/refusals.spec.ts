import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws.ts';
import {
  ACCOUNT,
  type AwsWorld,
  KEY_ID,
  key,
  lambda,
  oneAccount,
  queue,
  SECRET,
} from '../../support/fakes/aws/world.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { exampleProject } from '../../support/fakes/gcp/projects.ts';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server.ts';
import type { GoogleState } from '../../support/fakes/gcp/state.ts';
import { lanAddress } from '../../support/fakes/receivers.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, SetupScreens, test } from '../../support/panel/browser.ts';
import { expectReadable, takePicture } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';
import { runDir } from '../../support/run/run-dir.ts';
import { copyCompose } from '../../support/stack/stack.ts';

/** What each cloud may refuse, asked by the panel of a fake one, as the set-up shows it on a desk and on a phone. */
const REGIONS = ['eu-west-1', 'us-east-1'];
const TAGS = { env: 'prod' };
const PROJECT = 'garden-pond';
const googleKey = fakeGoogleKey(PROJECT);
const { email } = readGoogleKey(googleKey);
const MINUTE_MS = 60_000;

const account = (resources = [lambda('orders', TAGS), queue('jobs', TAGS)]): Partial<AwsWorld> => ({
  ...oneAccount(),
  accounts: {
    [ACCOUNT]: { alias: null, regions: Object.fromEntries(REGIONS.map((one) => [one, resources])) },
  },
});
const denied = (action: string): Partial<AwsWorld> => ({ keys: { [KEY_ID]: key({ denied: [action] }) } });

const refusalsOfAws: [what: string, world: Partial<AwsWorld>, words: string | RegExp][] = [
  ['no such key', { keys: {} }, 'it does not exist, was deleted or switched off'],
  [
    'wrong secret',
    { keys: { [KEY_ID]: key({ secret: 'another' }) } },
    'it does not belong to this access key',
  ],
  ['clock', { clockAheadMs: 31 * MINUTE_MS }, /the Pi’s clock is behind\. It is 3[01] min \d+ s behind/],
  ['region off', { regionsOff: ['us-east-1'] }, 'is not switched on for the account'],
  ['tags denied', denied('tag:GetResources'), 'Missing: tag:GetResources.'],
  ['metrics denied', denied('cloudwatch:GetMetricData'), 'Missing: cloudwatch:GetMetricData.'],
  ['organisation', { faults: [{ does: 'forbid', action: 'tag:GetResources' }] }, 'service control policy'],
  ['throttled', { faults: [{ does: 'throttle' }] }, 'AWS is limiting how often it may be asked.'],
  ['fault', { faults: [{ does: 'fail' }] }, 'AWS has a fault of its own at the moment.'],
  [
    'no tags',
    account([lambda('orders', null), queue('jobs', null)]),
    'aws resourcegroupstaggingapi tag-resources',
  ],
  ['nothing there', account([]), 'There is no function here.'],
];

const refusalsOfGoogle: [what: string, state: Partial<GoogleState>, words: string | RegExp][] = [
  ['key deleted', { accounts: { [email]: {} } }, 'Google refuses the key: it was deleted.'],
  ['no account', { accounts: {} }, 'there is no service account'],
  ['clock', { clockAheadMs: -31 * MINUTE_MS }, /the Pi’s clock is wrong\. It is 3[01] min \d+ s ahead/],
  ['API off', { faults: [{ kind: 'api-off' }] }, 'the Cloud Monitoring API is switched off'],
  ['billing off', { faults: [{ kind: 'billing-off' }] }, 'billing is switched off'],
  ['permission', { faults: [{ kind: 'no-permission' }] }, 'roles/monitoring.viewer'],
  ['no such project', { faults: [{ kind: 'not-found' }] }, `Google knows no project ${PROJECT}`],
  ['quota', { faults: [{ kind: 'rate-limit' }] }, 'Google is limiting how often it may be asked.'],
  ['fault', { faults: [{ kind: 'unavailable' }] }, 'Google has a fault of its own at the moment.'],
];

let aws: FakeAws;
let google: FakeGoogle;
let panel: Panel;
test.beforeEach(async () => {
  const address = lanAddress();
  aws = await startFakeAws(address, account());
  google = await startFakeGoogle(address);
  const stackDir = runDir('stacks', `refusals-${new URL(aws.url).port}/compose`);
  copyCompose(stackDir);
  writeFileSync(
    path.join(stackDir, '.env'),
    `AWS_ENDPOINT_URL=${aws.url}\nWEIR_GOOGLE_ENDPOINT_URL=${google.url}\n`,
  );
  panel = await startBarePanel('refusals', stackDir);
});
test.afterEach(async () => {
  await panel?.stop();
  await google?.close();
  await aws?.close();
});

/** Asks, and looks at what is said. */
async function refused(page: Page, cloud: string, words: string | RegExp, picture: string): Promise<void> {
  const region = page.getByRole('region', { name: `Ask ${cloud}` });
  await region.getByRole('button', { name: `Ask ${cloud}` }).click();
  await expect(region).toContainText(words);
  await expect(region.getByRole('button', { name: `Ask ${cloud} again` })).toBeVisible();
  await expectReadable(page);
  await takePicture(region, `${picture}-${page.viewportSize()?.width}`);
}

/** The panel asks six times at once, then more slowly. */
const AT_ONCE = 6;
const inTurns = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) =>
    all.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
const namesOf = (turn: readonly [string, ...unknown[]][]) => turn.map(([name]) => name).join(', ');

async function chooseSource(page: Page, name: string): Promise<void> {
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  await setup.source(name).check();
}

for (const turn of inTurns(refusalsOfAws))
  test(`what AWS refuses stands in the set-up with what to do: ${namesOf(turn)} @phone`, async ({ page }) => {
    await chooseSource(page, 'AWS');
    await page.getByLabel('Access key ID').fill(KEY_ID);
    await page.getByLabel('Secret access key', { exact: true }).fill(SECRET);
    for (const region of REGIONS) await page.getByRole('checkbox', { name: new RegExp(region) }).check();
    const good = structuredClone(aws.world);
    for (const [what, world, words] of turn) {
      Object.assign(aws.world, structuredClone({ ...good, ...world }));
      await refused(page, 'AWS', words, `AWS-${what}`);
    }
  });

for (const turn of inTurns(refusalsOfGoogle))
  test(`what Google refuses stands in the set-up with what to do: ${namesOf(turn)} @phone`, async ({
    page,
  }) => {
    await chooseSource(page, 'Google Cloud');
    const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(googleKey) };
    await page.getByLabel('Key file').setInputFiles(file);
    await expect(page.getByLabel('Project ID')).toHaveValue(PROJECT);
    const good = {
      accounts: accountsOf(googleKey),
      projects: { [PROJECT]: exampleProject(PROJECT, [email]) },
      faults: [],
      clockAheadMs: 0,
    };
    for (const [what, state, words] of turn) {
      Object.assign(google.state, { ...good, ...state });
      google.forgetTokens();
      await refused(page, 'Google Cloud', words, `Google-${what}`);
    }
  });
