import type { Page } from '@playwright/test';
import type { GrafanaPreview, GrafanaResult, GrafanaView } from '@/lib/schemas/grafana/grafana';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import {
  connected,
  inStep,
  mixed,
  noDataSource,
  outOfStep,
  previewOf,
  refusal,
  resultOf,
  unconnected,
  wrongToken,
} from '../../support/fixtures/grafana/grafana-views.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('grafana-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Answers {
  view: GrafanaView;
  /** Null: it is not answered yet. */
  preview: GrafanaPreview | null;
  /** Of a press of a button; null: it is not answered yet. */
  result: GrafanaResult | null;
  /** What is there after it. */
  after: GrafanaPreview;
}

interface Face {
  name: string;
  given?: Partial<Answers>;
  /** What the reader has done. */
  act?: (page: Page) => Promise<unknown>;
  says: string | RegExp;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();

/** Long, and of another's making: nothing of it may widen the page. */
const long = 'dashboard-of-somebody-else-'.repeat(6);
const foreign = {
  ...mixed,
  dataSource: { uid: 'p', name: `prometheus-${'of-the-attic-'.repeat(9)}` },
  things: mixed.things.map((thing) => (thing.id === 'weir-pipeline' ? { ...thing, title: long } : thing)),
};

const faces: Face[] = [
  { name: 'without a token', given: { view: unconnected }, says: 'Or import the files by hand' },
  {
    name: 'with nothing entered',
    given: { view: unconnected },
    act: press('Save'),
    says: 'Enter the token of a service account.',
  },
  {
    name: 'with an address that is refused',
    given: { view: unconnected },
    act: async (page) => {
      await page.getByLabel('Address of Grafana').fill('http://169.254.169.254');
      await page.getByLabel('Token of a service account').fill('glsa_of_the_attic');
      await press('Save')(page);
    },
    says: 'This address is not asked: it is of this Pi itself.',
  },
  { name: 'being read', given: { preview: null }, says: 'Grafana is asked what is there…' },
  { name: 'empty', says: 'Put them into Grafana' },
  { name: 'out of step', given: { view: outOfStep, preview: foreign }, says: 'Update them below.' },
  {
    name: 'with one to overwrite',
    given: { view: outOfStep, preview: mixed },
    act: (page) => page.getByRole('checkbox', { name: /^Overwrite it.*Weir: Pipeline$/ }).check(),
    says: 'Will be overwritten',
  },
  {
    name: 'in step',
    given: { view: inStep, preview: previewOf('same') },
    says: 'Nothing to do: Grafana has all that Weir puts there.',
  },
  {
    name: 'without a data source',
    given: { preview: noDataSource },
    says: 'There is no Prometheus data source in this Grafana.',
  },
  { name: 'refused', given: { preview: wrongToken }, says: wrongToken.message },
  {
    name: 'at work',
    given: { result: null },
    act: press('Put them into Grafana'),
    says: /This may take a minute/,
  },
  { name: 'done', act: press('Put them into Grafana'), says: 'Everything is in Grafana' },
  {
    name: 'refused in the midst',
    given: { result: refusal, after: previewOf('absent', { weir: 'same', 'weir-pipeline': 'same' }) },
    act: press('Put them into Grafana'),
    says: 'Done, and it stays: Weir and Weir: Pipeline.',
  },
  {
    name: 'asked about removing',
    given: { view: inStep, preview: mixed },
    act: press('Remove from Grafana'),
    says: /^Removed: 1 folder/,
  },
  {
    name: 'removed',
    given: {
      view: inStep,
      preview: mixed,
      result: resultOf('removed', { 'alerts-weir-pi': 'left' }),
      after: previewOf('absent', { 'alerts-weir-pi': 'foreign' }),
    },
    act: async (page) => {
      await press('Remove from Grafana')(page);
      await press('Remove them')(page);
    },
    says: 'Removed, except what was left alone',
  },
  { name: 'asked about forgetting', act: press('Forget'), says: /In Grafana the token is valid/ },
];

async function fakeGrafana(page: Page, given: Partial<Answers> = {}): Promise<void> {
  const answers: Answers = {
    view: connected,
    preview: previewOf('absent'),
    result: resultOf('created'),
    after: previewOf('same'),
    ...given,
  };
  let isDone = false;
  await page.route('**/api/grafana', (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: answers.view });
    const address = 'This address is not asked: it is of this Pi itself.';
    return route.fulfill({
      status: 400,
      json: envelope('bad-request', 'Some of it cannot be taken.', { address }),
    });
  });
  await page.route('**/api/grafana/preview', (route) => {
    const json = isDone ? answers.after : answers.preview;
    return json === null ? undefined : route.fulfill({ json });
  });
  await page.route(/\/api\/grafana\/(apply|remove)$/, (route) => {
    isDone = true;
    return answers.result === null ? undefined : route.fulfill({ json: answers.result });
  });
}

for (const [index, { name, given, act, says }] of faces.entries()) {
  test(`Grafana, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeGrafana(page, given);
    await signIn(page, panel);
    await page.goto(`${panel.url}/settings/grafana`);
    await expect(page.getByRole('heading', { level: 1, name: 'Grafana' })).toBeVisible();
    await act?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, `grafana ${name}`, index);
  });
}
