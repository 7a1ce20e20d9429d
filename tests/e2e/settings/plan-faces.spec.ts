import type { Page } from '@playwright/test';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { budgets } from '../../support/fixtures/budget-fixtures.ts';
import { type FakeSettings, fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('plan-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  given?: Partial<FakeSettings>;
  /** What stands there. */
  says: string | RegExp;
  after?: (page: Page) => Promise<unknown>;
}

const locally = { kind: 'local', url: '', username: '', secret: { isSet: false, lastFour: null } } as const;

const faces: Face[] = [
  { name: 'within', says: '(27 %)' },
  { name: 'aggregated', given: { budget: budgets.aggregated }, says: 'Active series before aggregation' },
  { name: 'near and over', given: { budget: budgets.near }, says: 'Close to the plan’s limit.' },
  { name: 'braked', given: { budget: budgets.braked }, says: /thrown away 48,211 samples/ },
  { name: 'unknown', given: { budget: budgets.unknown }, says: /vmagent scrapes nothing right now/ },
  {
    name: 'without a plan',
    given: {
      budget: budgets.withoutPlan,
      settings: {
        ...settings,
        destination: locally,
        plan: { series: null, pointsPerMinute: null, maxSeries: null },
      },
    },
    says: 'How much is collected?',
  },
  {
    name: 'own numbers',
    says: '(27 %)',
    after: async (page) => {
      await page.getByRole('radio', { name: 'Own numbers' }).check();
      await page.getByLabel('Active series').fill('many');
      await page.getByLabel('Unique series an hour').fill('2000');
      await expect(page.getByText(/data of 714 series would be lost at once/)).toBeVisible();
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText('Enter a whole number.')).toBeVisible();
    },
  },
  {
    name: 'limits of the sources',
    given: {
      budget: budgets.limited,
      settings: { ...settings, seriesLimits: { ...settings.seriesLimits, yace: 1300 } },
    },
    says: /Its limit is 1,300 series in 24 hours: 800 series are left out now/,
    after: async (page) => {
      await expect(page.getByText(/What has no limit can still fill the brake/)).toBeVisible();
      await page.getByLabel('AWS').fill('1,000');
      await expect(page.getByText(/data of 1,100 series would be lost at once/)).toBeVisible();
    },
  },
  {
    name: 'a limit that was edited by hand',
    given: {
      settings: {
        ...settings,
        seriesLimits: { 'node-exporter': null },
        locked: {
          'seriesLimits.yace':
            'config/vmagent/prometheus.yml has a series_limit for the job yace that is no whole number of 0 or more. Write it as a number, for example 2000.',
        },
      },
    },
    says: 'The limit of AWS cannot be changed here.',
  },
  {
    name: 'unreadable',
    given: {
      failures: new Map([
        ['/api/budget', { status: 500, body: envelope('internal', 'The budget cannot be read.') }],
      ]),
    },
    says: 'What is used could not be read.',
  },
];

async function open(page: Page, route: string, given: Partial<FakeSettings> = {}): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeSettings(page, given);
  await page.goto(`${panel.url}/settings/${route}`);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

for (const [index, { name, given, says, after }] of faces.entries()) {
  test(`plan, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await open(page, 'plan', given);
    await expect(page.getByRole('heading', { level: 1, name: 'Plan and limits' })).toBeVisible();
    await expect(page.getByText(says).first()).toBeVisible();
    await after?.(page);
    await expectGoodLooks(page, `plan ${name}`, index);
  });
}

test('a source that is off says what it would add, at its switch', async ({ page }) => {
  await open(page, 'sources', {
    settings: { ...settings, sources: { ...settings.sources, containers: { enabled: false } } },
  });
  const containers = page.getByRole('switch', { name: 'Containers' });
  await expect(containers).toHaveAccessibleDescription(/Adds about 188 series and 188 data points a minute/);
});
