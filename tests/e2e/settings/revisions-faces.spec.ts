import type { Page } from '@playwright/test';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import {
  changes,
  type FakeRevisions,
  fakeRevisions,
  preview,
  restorePlan,
} from '../../support/fixtures/revisions-fixtures.ts';
import {
  applyJobs,
  type FakeSettings,
  fakeSettings,
  settings,
} from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('revisions-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  heading: string | RegExp;
  given?: Partial<FakeRevisions>;
  settings?: Partial<FakeSettings>;
  /** What the reader has done. */
  after?: (page: Page) => Promise<unknown>;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const seen = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible();
const conflict = {
  status: 409,
  body: {
    error: { ...envelope('revision-conflict', 'The files were changed.').error, files: restorePlan.files },
  },
};
const paid = {
  status: 422,
  body: {
    error: { ...envelope('bad-request', 'It costs.').error, fieldErrors: { mayCost: 'It costs.' } },
  },
};
const stopped = { status: 503, body: envelope('vmagent-unreachable', 'vmagent does not answer.') };

const faces: Face[] = [
  { name: 'revisions', route: '/revisions', heading: 'Revisions', after: (page) => seen(page, 'In use now') },
  {
    name: 'revisions unreadable',
    route: '/revisions',
    heading: 'Revisions',
    given: {
      failures: new Map([
        ['GET /api/revisions', { status: 500, body: envelope('internal', 'It is damaged.') }],
      ]),
    },
    after: (page) => seen(page, 'The revisions could not be read.'),
  },
  {
    name: 'revision',
    route: '/revisions/13',
    heading: 'New token for Grafana Cloud',
    after: (page) => page.getByText('What changes in 1 file').click(),
  },
  {
    name: 'revision restore',
    route: '/revisions/13',
    heading: 'New token for Grafana Cloud',
    after: press('Restore this state'),
  },
  {
    name: 'revision conflict',
    route: '/revisions/13',
    heading: 'New token for Grafana Cloud',
    given: { failures: new Map([['POST /api/revisions/13/restore', conflict]]) },
    after: async (page) => {
      await press('Restore this state')(page);
      await press('Restore')(page);
      await seen(page, 'The files were changed in the meantime.');
    },
  },
  {
    name: 'revision restored',
    route: '/revisions/13',
    heading: 'New token for Grafana Cloud',
    after: async (page) => {
      await press('Restore this state')(page);
      await press('Restore')(page);
      await seen(page, 'Verified after 0.4 s.');
    },
  },
  {
    name: 'banner',
    route: '/',
    heading: /is arriving/,
    given: { changes: changes.both },
    after: (page) => seen(page, /was edited by hand; yace is not as the files say/),
  },
  {
    name: 'changes',
    route: '/changes',
    heading: 'Changes made outside the panel',
    given: { changes: changes.both },
    after: (page) => seen(page, '1 file was edited by hand'),
  },
  {
    name: 'changes apply',
    route: '/changes',
    heading: 'Changes made outside the panel',
    given: { changes: changes.edited },
    after: press('Apply my edits'),
  },
  {
    name: 'changes drift',
    route: '/changes',
    heading: 'Changes made outside the panel',
    given: { changes: changes.drifted },
    after: (page) => seen(page, '1 service is not as the files say'),
  },
  {
    name: 'changes unsettled',
    route: '/changes',
    heading: 'Changes made outside the panel',
    given: { changes: changes.unsettled },
    after: (page) => seen(page, 'A change was cut short.'),
  },
  {
    name: 'changes none',
    route: '/changes',
    heading: 'Changes made outside the panel',
    after: (page) => seen(page, 'Everything agrees.'),
  },
  {
    name: 'panel',
    route: '/settings/panel',
    heading: 'Panel',
    after: (page) => seen(page, 'This device'),
  },
  {
    name: 'panel token',
    route: '/settings/panel',
    heading: 'Panel',
    after: press('Make the Write token'),
  },
  {
    name: 'panel others',
    route: '/settings/panel',
    heading: 'Panel',
    after: async (page) => {
      await page.getByText('Homepage, a widget').click();
      await seen(page, /type: customapi/);
    },
  },
  {
    name: 'panel wrong',
    route: '/settings/panel',
    heading: 'Panel',
    after: async (page) => {
      await press('Change password')(page);
      await press('Add a name')(page);
      await page.getByRole('textbox', { name: 'Name 2' }).fill('not a name');
      await page.getByRole('textbox', { name: 'Name 2' }).blur();
      await seen(page, /without http/);
    },
  },
  {
    name: 'filters',
    route: '/settings/filters?job=node-exporter',
    heading: 'Metric filters',
    after: (page) => seen(page, /268 of 1,204 series/),
  },
  {
    name: 'filters changed',
    route: '/settings/filters?job=yace',
    heading: 'Metric filters',
    given: {
      preview: {
        ...preview,
        unjudged: [
          'Rule 2 (drop): Look-ahead, as in (?=…), is not part of vmagent’s language.',
          `Rule 5 (drop_if_equal): It compares labels with each other: ${'a_long_label_'.repeat(8)}.`,
        ],
      },
    },
    after: async (page) => {
      await press('Leave out node_cpu_seconds_total')(page);
      await press('Add a rule')(page);
      await page.getByLabel('By', { exact: true }).last().selectOption('A label');
      await press('Apply')(page);
      await seen(page, 'Enter a name or a pattern, such as');
    },
  },
  {
    name: 'filters off',
    route: '/settings/filters?job=cadvisor',
    heading: 'Metric filters',
    after: (page) => seen(page, /is switched off/),
  },
  {
    name: 'filters cost',
    route: '/settings/filters?job=stackdriver-exporter',
    heading: 'Metric filters',
    given: { failures: new Map([['POST /api/settings/filters/preview', paid]]) },
    after: (page) => seen(page, 'Reading these series costs one collection.'),
  },
  {
    name: 'filters untried',
    route: '/settings/filters?job=stackdriver-exporter',
    heading: 'Metric filters',
    given: { failures: new Map([['POST /api/settings/filters/preview', stopped]]) },
    after: (page) => seen(page, 'The filter could not be tried on live series.'),
  },
  {
    name: 'buffer',
    route: '/settings/buffer',
    heading: 'Buffer and retention',
    after: (page) => seen(page, /Covers an outage/),
  },
  {
    name: 'buffer wrong',
    route: '/settings/buffer',
    heading: 'Buffer and retention',
    settings: {
      settings: { ...settings, destination: { ...settings.destination, kind: 'local' } },
      task: applyJobs.running,
    },
    after: async (page) => {
      await page.getByLabel('Buffer').fill('100');
      await page.getByLabel('Kept on this Pi').fill('3');
      await press('Apply')(page);
      await seen(page, 'smallest buffer');
    },
  },
];

for (const [index, face] of faces.entries()) {
  test(`${face.name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, face.settings);
    await fakeRevisions(page, face.given);
    await page.goto(panel.url + face.route);
    await expect(page.getByRole('heading', { level: 1, name: face.heading })).toBeVisible();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await face.after?.(page);
    await expectGoodLooks(page, face.name, index);
  });
}
