import type { Page } from '@playwright/test';
import type { Figures, Resources } from '@/lib/schemas/resources';
import type { Answer } from '@/lib/schemas/settings/answer';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { answer } from '../../support/fixtures/resources/answer-fixtures.ts';
import {
  figures,
  ofAccounts,
  resources,
  withoutCharts,
} from '../../support/fixtures/resources/resource-fixtures.ts';
import { type SnapshotName, snapshots } from '../../support/fixtures/snapshots.ts';
import { type BarePanel, startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';

let panel: BarePanel;
test.beforeAll(async () => {
  panel = await startBarePanel('source-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  route: string;
  snapshot: SnapshotName;
  /** What has to be on the page before it is looked at. */
  text: string | RegExp;
  /** What the panel says of the resources. */
  found?: Resources;
  figures?: Figures;
  /** What a target says; null: it does not answer. */
  answer?: Answer | null;
  /** What the reader has done. */
  after?: (page: Page) => Promise<unknown>;
}

const openFirst = (page: Page) => page.getByText('orders', { exact: true }).click();

const list = (name: string, snapshot: SnapshotName, text: Face['text']): Face => ({
  name: `sources ${name}`,
  route: '/sources',
  snapshot,
  text,
});
const one = (name: string, id: string, snapshot: SnapshotName, text: Face['text']): Face => ({
  name: `source ${name}`,
  route: `/sources/${id}`,
  snapshot,
  text,
});

const said = (name: string, job: string, text: Face['text']): Face => ({
  name: `answer ${name}`,
  route: `/sources/targets/${job}`,
  snapshot: 'delivering',
  text,
});

const faces: Face[] = [
  list('incomplete', 'incomplete', 'No data, or not all: SQS in eu-west-1'),
  list('blind', 'blind', 'AWS refuses the access key'),
  list('pending', 'starting', 'Pending'),
  list('unknown', 'vmagentDown', 'vmagent does not run: no source is read.'),
  list('gone', 'stackGone', 'its containers are gone'),
  list('first time', 'stackAbsent', 'Nothing is set up yet.'),
  list('without engine', 'engineUnreachable', 'The Docker engine does not answer.'),
  list('at the store on this Pi', 'local', 'At the destination'),
  list('of which nothing arrives', 'allMissing', 'None in an hour'),
  one('that does not arrive', 'containers', 'sourceMissing', 'It does not arrive'),
  one('incomplete', 'aws', 'incomplete', 'What AWS is asked for'),
  one('blind', 'aws', 'blind', 'AWS refuses the access key'),
  { ...one('of accounts', 'aws', 'accounts', 'account 210987654321: acme-shop'), found: ofAccounts() },
  one('with a key that is refused', 'gcp', 'refusedKey', 'Google refuses the key: it was deleted.'),
  one('off', 'gcp', 'awsOnly', 'Switch Google Cloud on'),
  one('pending', 'gcp', 'starting', 'Nothing of Google Cloud has come yet.'),
  one('down', 'containers', 'withoutContainers', 'Nothing of Containers is read'),
  one('flowing', 'pi', 'delivering', 'Data of This Pi flows'),
  one('waiting', 'pi', 'waiting', 'the destination takes nothing now'),
  one('unknown', 'aws', 'vmagentDown', 'is not known: vmagent cannot be asked'),
  {
    ...one('resources', 'aws', 'delivering', 'collected through its cluster main'),
    figures,
    after: async (page) => {
      await openFirst(page);
      await page.getByRole('figure', { name: 'aws_lambda_invocations_sum' }).locator('canvas').waitFor();
    },
  },
  {
    ...one('resources without charts', 'aws', 'delivering', 'orders'),
    found: resources({ rows: resources().rows.slice(0, 1), pages: 1, matching: 1 }),
    figures: withoutCharts,
    after: openFirst,
  },
  {
    ...one('resources at a price', 'gcp', 'delivering', 'Looking costs one collection.'),
    found: {
      state: 'costs',
      by: 'Google',
      terms: 'Google bills every series that a collection returns beyond the first million a month.',
    },
  },
  {
    ...one('no resource', 'aws', 'delivering', 'Nothing was found.'),
    found: resources({ all: 0, matching: 0, pages: 1, rows: [] }),
  },
  {
    ...said('open', 'yace', 'The filter keeps 1,010'),
    answer: answer({ unjudged: ['Rule 3 (drop): It has a condition of its own.'] }),
    after: async (page) => {
      for (const metric of await page.locator('details').all()) await metric.click();
    },
  },
  {
    ...said('without a fit', 'yace', 'No series fits.'),
    answer: answer({ matching: 0, pages: 1, metrics: [] }),
  },
  {
    ...said('empty', 'yace', 'It answers, and offers no series.'),
    answer: answer({ offered: 0, kept: 0, all: 0, matching: 0, pages: 1, metrics: [] }),
  },
  {
    ...said('at a price', 'stackdriver-exporter', 'Asking costs one collection.'),
    answer: {
      state: 'costs',
      by: 'Google',
      terms: 'Google bills every series that a collection returns beyond the first million a month.',
    },
  },
  { ...said('not known', 'vmagent', 'What it says could not be read.'), answer: null },
];

async function show(page: Page, face: Face): Promise<void> {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots[face.snapshot] });
  await page.route(/\/api\/sources\/\w+\/resources/, (route) => {
    const isOfOne = route.request().url().includes('/figures');
    return route.fulfill({ json: isOfOne ? (face.figures ?? withoutCharts) : (face.found ?? resources()) });
  });
  const silent = {
    code: 'service-unhealthy',
    message: 'vmagent does not answer right now.',
    requestId: 'req-1',
  };
  await page.route(/\/api\/targets\//, (route) =>
    route.fulfill(face.answer ? { json: face.answer } : { status: 502, json: { error: silent } }),
  );
  await page.goto(panel.url + face.route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByRole('main').getByText(face.text).first()).toBeVisible();
  await face.after?.(page);
}

for (const [index, face] of faces.entries()) {
  test(`${face.name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await show(page, face);
    await expectGoodLooks(page, face.name, index);
  });
}
