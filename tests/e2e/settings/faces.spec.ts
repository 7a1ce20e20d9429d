import type { Page } from '@playwright/test';
import type { Settings } from '../../../lib/schemas/settings/settings.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import {
  applyJobs,
  emptyPlan,
  type FakeSettings,
  fakeSettings,
  intervalPlan,
  settings,
  waitingPlan,
} from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope, probeResult } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('settings-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  heading: string;
  given?: Partial<FakeSettings>;
  /** What the reader has done. */
  after?: (page: Page) => Promise<unknown>;
}

const toFifteen = (page: Page) => page.getByLabel('Interval').nth(3).fill('15');
const apply = (page: Page) => page.getByRole('button', { name: 'Apply' }).click();
const conflict = {
  status: 409,
  body: {
    error: { ...envelope('revision-conflict', 'The files were changed.').error, files: intervalPlan.files },
  },
};
const problemPlan = {
  ...emptyPlan,
  problems: [
    {
      message: '.env has a value for YACE_SCRAPING_INTERVAL that is no number of seconds.',
      hint: 'Write it as a whole number, for example 300.',
      field: 'scrape.yace.intervalSeconds',
    },
    { message: 'vmagent does not run.', hint: 'Start it under Services.', field: null },
  ],
};

const ownJobs: Settings['ownJobs'] = [
  { job: 'router', file: 'config/vmagent/prometheus.yml', targets: ['192.168.1.1:9100'], hasMore: false },
  { job: `nas-${'x'.repeat(120)}`, file: 'config/vmagent/own/nas.yml', targets: [], hasMore: false },
];

const faces: Face[] = [
  { name: 'settings', route: '', heading: 'Settings' },
  { name: 'intervals', route: '/intervals', heading: 'Intervals' },
  {
    name: 'intervals with own jobs',
    route: '/intervals',
    heading: 'Intervals',
    given: { settings: { ...settings, ownJobs } },
    after: (page) => page.getByRole('heading', { name: 'Your own jobs' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'intervals planned',
    route: '/intervals',
    heading: 'Intervals',
    after: async (page) => {
      await toFifteen(page);
      await page.getByText('What changes in 1 file').click();
    },
  },
  {
    name: 'intervals nonsense',
    route: '/intervals',
    heading: 'Intervals',
    after: async (page) => {
      await page.getByLabel('Interval').nth(3).fill('soon');
      await apply(page);
      await expect(page.getByText('Enter a number of seconds.')).toBeVisible();
    },
  },
  {
    name: 'intervals problem',
    route: '/intervals',
    heading: 'Intervals',
    given: { preview: problemPlan },
    after: async (page) => {
      await page.getByLabel('Interval').nth(1).fill('40');
      await expect(page.getByText('vmagent does not run.')).toBeVisible();
    },
  },
  {
    name: 'intervals applying',
    route: '/intervals',
    heading: 'Intervals',
    given: { task: applyJobs.running },
    after: async (page) => {
      await toFifteen(page);
      await apply(page);
      await expect(page.getByText('vmagent reads its file again.', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'intervals applied',
    route: '/intervals',
    heading: 'Intervals',
    after: async (page) => {
      await toFifteen(page);
      await apply(page);
      await expect(page.getByText('Verified after 0.4 s.')).toBeVisible();
    },
  },
  {
    name: 'intervals rolled back',
    route: '/intervals',
    heading: 'Intervals',
    given: { task: applyJobs.failed },
    after: async (page) => {
      await toFifteen(page);
      await apply(page);
      await expect(page.getByText('The previous state is back.')).toBeVisible();
    },
  },
  {
    name: 'intervals conflict',
    route: '/intervals',
    heading: 'Intervals',
    given: { failures: new Map([['PUT /api/settings', conflict]]) },
    after: async (page) => {
      await toFifteen(page);
      await apply(page);
      await expect(page.getByRole('heading', { name: 'The files were changed in between' })).toBeVisible();
    },
  },
  {
    name: 'labels',
    route: '/labels',
    heading: 'Labels',
    after: async (page) => {
      await page.getByLabel('Name of this Pi').fill('pi-cellar');
      await page.getByRole('button', { name: 'Add a label' }).click();
    },
  },
  {
    name: 'labels locked',
    route: '/labels',
    heading: 'Labels',
    given: {
      settings: {
        ...settings,
        locked: { labels: '`external_labels` is an anchor that other parts of the file use.' },
      },
    },
  },
  { name: 'sources', route: '/sources', heading: 'Sources' },
  {
    name: 'sources regions locked',
    route: '/sources',
    heading: 'Sources',
    given: {
      settings: {
        ...settings,
        locked: {
          'sources.aws.regions':
            'config/yace/config.yml: The panel cannot change discovery.jobs.1.regions. It is an alias of another part.',
        },
      },
    },
    after: async (page) => {
      await expect(page.getByText('all else here it can')).toBeVisible();
      await expect(page.getByRole('group', { name: 'Regions' }).getByRole('checkbox')).toHaveCount(0);
      await page.getByLabel('Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
    },
  },
  {
    name: 'sources services locked',
    route: '/sources',
    heading: 'Sources',
    given: {
      settings: {
        ...settings,
        sources: {
          ...settings.sources,
          aws: {
            ...settings.sources.aws,
            otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
          },
        },
        locked: {
          'sources.aws.services':
            'config/yace/config.yml: The panel cannot change discovery.jobs in this file. It is an alias of another part.',
        },
      },
    },
    after: async (page) => {
      await expect(page.getByRole('group', { name: 'AWS services' }).getByRole('checkbox')).toHaveCount(0);
      await expect(page.getByText('2 other jobs in config/yace/config.yml are left alone.')).toBeVisible();
    },
  },
  {
    name: 'sources without a service',
    route: '/sources',
    heading: 'Sources',
    after: async (page) => {
      const services = page.getByRole('group', { name: 'AWS services' });
      for (const name of ['Lambda', 'SQS', 'ECS', 'API Gateway, REST'])
        await services.getByRole('checkbox', { name, exact: true }).uncheck();
      await page.getByLabel('Access key ID').focus();
      await expect(services.getByText('Choose at least one service.')).toBeVisible();
    },
  },
  {
    name: 'sources metrics locked',
    route: '/sources',
    heading: 'Sources',
    given: {
      settings: {
        ...settings,
        sources: {
          ...settings.sources,
          gcp: { ...settings.sources.gcp, prefixes: ['storage.googleapis.com/api/request_count'] },
        },
        locked: {
          'sources.gcp.services':
            'config/gcp/metrics.flags: The panel cannot change the metrics in this file. Line 9 is not --monitoring.metrics-prefixes= with one prefix, without blanks, quotes and commas. Give each prefix a line like this.',
        },
      },
    },
    after: async (page) => {
      const services = page.getByRole('group', { name: 'Google Cloud services' });
      await expect(services.getByRole('checkbox')).toHaveCount(0);
      await expect(services.getByText('1 other prefix in config/gcp/metrics.flags is left')).toBeVisible();
    },
  },
  {
    name: 'sources metric refused',
    route: '/sources',
    heading: 'Sources',
    after: async (page) => {
      const services = page.getByRole('group', { name: 'Google Cloud services' });
      await services.getByRole('checkbox', { name: 'Pub/Sub' }).uncheck();
      const others = page.getByLabel(/^Other metrics/);
      await others.fill('storage.googleapis.com/api/request_count\nbigquery.googleapis.com');
      await page.getByLabel('Project ID').focus();
      await expect(page.getByText('is a whole service')).toBeVisible();
    },
  },
  {
    name: 'sources regions of a code not listed',
    route: '/sources',
    heading: 'Sources',
    given: {
      settings: {
        ...settings,
        sources: {
          ...settings.sources,
          aws: { ...settings.sources.aws, regions: ['eu-west-1', 'mars-north-1'] },
        },
      },
    },
    after: (page) => expect(page.getByText('mars-north-1').first()).toBeVisible(),
  },
  { name: 'destination', route: '/destination', heading: 'Destination' },
  {
    name: 'destination refused',
    route: '/destination',
    heading: 'Destination',
    given: { preview: waitingPlan, probe: probeResult('wrong-token') },
    after: async (page) => {
      await page.getByLabel('Token', { exact: true }).fill('glc_0123456789abcdef');
      await expect(page.getByText('The token is refused', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'destination question',
    route: '/destination',
    heading: 'Destination',
    given: { preview: waitingPlan },
    after: async (page) => {
      await page.getByRole('radio', { name: 'Another server' }).check();
      await page.getByLabel('Remote-write address').fill('https://metrics.example.com/api/v1/write');
      await expect(page.getByText('182 MB wait for the present address.')).toBeVisible();
      await apply(page);
      await expect(page.getByRole('heading', { name: '182 MB wait for the present address' })).toBeVisible();
    },
  },
  {
    name: 'unreadable',
    route: '/intervals',
    heading: 'Intervals',
    given: {
      failures: new Map([
        ['/api/settings', { status: 500, body: envelope('internal', 'The settings cannot be read.') }],
      ]),
    },
    after: (page) => expect(page.getByText('The settings could not be read.')).toBeVisible(),
  },
];

async function open(page: Page, route: string, given?: Partial<FakeSettings>): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeSettings(page, given);
  await page.goto(`${panel.url}/settings${route}`);
}

for (const [index, face] of faces.entries()) {
  test(`${face.name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, face.route, face.given);
    await expect(page.getByRole('heading', { level: 1, name: face.heading })).toBeVisible();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await face.after?.(page);
    await expectGoodLooks(page, face.name, index);
  });
}

test('a button that is gone leaves the keyboard where it was', async ({ page }) => {
  await open(page, '/intervals');
  const outcome = page.getByRole('region', { name: 'What will happen' });
  const hasFocus = () =>
    outcome.evaluate((element) => element.parentElement?.contains(document.activeElement) ?? false);
  await toFifteen(page);
  await page.getByRole('button', { name: 'Discard' }).press('Enter');
  await expect(outcome.getByText('Nothing has been changed.')).toBeVisible();
  await expect.poll(hasFocus).toBe(true);

  await page.setViewportSize({ width: 390, height: 500 });
  await toFifteen(page);
  const jump = page.getByRole('button', { name: /^Not applied yet/ });
  await jump.focus();
  await outcome.evaluate((element) => element.scrollIntoView());
  await expect(outcome).toBeInViewport();
  await expect(jump).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(jump).toHaveCount(0);
});
