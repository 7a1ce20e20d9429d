import type { Page } from '@playwright/test';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { type FakeSettings, fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('proof-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  given?: Partial<FakeSettings>;
  /** What the reader has done. */
  after?: (page: Page) => Promise<unknown>;
  says: string | RegExp;
}

const switchOn = (page: Page) => page.getByRole('switch', { name: /Ask the destination/ }).check();
const type = async (page: Page) => {
  await switchOn(page);
  await page.getByLabel('Token for reading').fill('glc_a_token_that_reads');
};
const isSet = { ...settings.proof, isOn: true, secret: { isSet: true, lastFour: 'e5f6' } };
const other = {
  ...settings.destination,
  kind: 'other' as const,
  url: `https://${'metrics-'.repeat(12)}.example/api/v1/write`,
};

const faces: Face[] = [
  { name: 'off', says: /Once a minute, one small question/ },
  {
    name: 'without a token',
    after: async (page) => {
      await switchOn(page);
      await page.getByRole('button', { name: 'Apply' }).click();
    },
    says: 'Enter a token that may read.',
  },
  { name: 'shown', after: type, says: 'The destination shows this Pi’s data' },
  {
    name: 'nothing',
    given: { proof: { state: 'nothing', cluster: 'pi-attic' } },
    after: type,
    says: 'It answers, and shows nothing of this Pi',
  },
  {
    name: 'refused, at another destination',
    given: {
      settings: {
        ...settings,
        destination: other,
        proof: { ...isSet, address: `https://${'metrics-'.repeat(12)}.example` },
      },
      proof: { state: 'refused', message: 'The token may not read (HTTP 403).', hint: 'Use another.' },
    },
    says: 'The token may not read (HTTP 403).',
  },
  {
    name: 'this Pi',
    given: {
      settings: {
        ...settings,
        destination: {
          ...settings.destination,
          kind: 'local',
          url: 'http://victoria-metrics:8428/api/v1/write',
        },
        proof: { ...settings.proof, address: null },
      },
    },
    says: 'The store on this Pi is asked as it is',
  },
];

for (const [index, { name, given, after, says }] of faces.entries()) {
  test(`proof of arrival, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, given);
    await page.goto(`${panel.url}/settings/proof`);
    await expect(page.getByRole('heading', { level: 1, name: 'Proof of arrival' })).toBeVisible();
    await after?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, `proof ${name}`, index);
  });
}
