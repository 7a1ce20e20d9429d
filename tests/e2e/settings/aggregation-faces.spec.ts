import type { Page } from '@playwright/test';
import type { AggregationPreview } from '../../../lib/schemas/settings/aggregation.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { offeredToAggregate } from '../../support/fixtures/revisions-fixtures.ts';
import {
  emptyPlan,
  type FakeSettings,
  fakeSettings,
  settings,
} from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('aggregation-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  given?: Partial<FakeSettings>;
  offered?: AggregationPreview;
  says: string | RegExp;
  after?: (page: Page) => Promise<unknown>;
}

const none = { ...settings, aggregation: { rules: [], handWritten: [] } };
const affected = {
  ...emptyPlan,
  words: [
    'vmagent reads its new configuration and keeps running; nothing is lost.',
    'node_cpu_seconds_total without mode empties 2 panels (Pi host: How busy is the processor?; Pi host: How many programs want a processor, for each that there is?).',
  ],
};

const faces: Face[] = [
  { name: 'none', given: { settings: none }, says: /^Nothing: every series is sent/ },
  {
    name: 'a rule and what it does',
    given: { preview: affected },
    says: '32 → 8',
    after: async (page) => {
      await page.getByRole('button', { name: /^mode 8 values/ }).click();
      await expect(page.getByText(/empties 2 panels/).first()).toBeVisible();
    },
  },
  {
    name: 'wrong, and rules by hand',
    given: {
      settings: {
        ...settings,
        aggregation: {
          ...settings.aggregation,
          handWritten: [`{__name__=~"${'container_network_'.repeat(6)}.*"}`, 'up'],
        },
      },
    },
    says: /^2 rules were written by hand/,
    after: async (page) => {
      await page.getByLabel('Without the labels').fill('job, cpu');
      await page.getByLabel('One value every').fill('3');
      await page.getByLabel('How', { exact: true }).selectOption('Average');
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText(/^cluster, job and instance stay/)).toBeVisible();
    },
  },
  {
    name: 'looking costs',
    offered: { state: 'costs', by: 'Google', terms: 'Google bills every series that a collection returns.' },
    says: 'Reading these series costs one collection.',
  },
  {
    name: 'locked',
    given: {
      settings: {
        ...none,
        locked: { aggregation: 'config/vmagent/aggregation.yml does not hold a list of aggregations.' },
      },
    },
    says: /does not hold a list/,
  },
];

for (const [index, { name, given = {}, offered = offeredToAggregate, says, after }] of faces.entries()) {
  test(`aggregation, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, given);
    await page.route('**/api/settings/aggregation/preview', (route) => route.fulfill({ json: offered }));
    await page.goto(`${panel.url}/settings/aggregation`);
    await expect(page.getByRole('heading', { level: 1, name: 'Aggregation' })).toBeVisible();
    await expect(page.getByText(says).first()).toBeVisible();
    await after?.(page);
    await expectGoodLooks(page, `aggregation ${name}`, index);
  });
}
