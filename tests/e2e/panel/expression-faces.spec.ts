import type { Page } from '@playwright/test';
import type { DashboardView } from '../../../lib/schemas/look/dashboard.ts';
import type { Stored } from '../../../lib/schemas/look/stored.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import {
  drawnExpression,
  emptyExpression,
  labels,
  modes,
  names,
  QUERY,
  refusedExpression,
  silentOutside,
} from '../../support/fixtures/look/expression-fixtures.ts';
import { elsewhere, table } from '../../support/fixtures/look/look-fixtures.ts';
import { stored } from '../../support/fixtures/look/stored-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks, expectReadable, takePicture } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('expression-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const EMPTY = '/look/expression';
const RUN = `${EMPTY}?q=${encodeURIComponent(QUERY)}`;
const failure = { status: 500, json: envelope('internal', 'It is damaged.') };

interface Answers {
  /** Null: the panel fails; never: it does not answer. */
  view?: DashboardView | null | 'never';
  list?: Stored;
}

async function open(page: Page, route: string, { view = drawnExpression(), list = stored() }: Answers = {}) {
  const asked: string[] = [];
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await page.route('**/api/stored**', (call) => call.fulfill({ json: list }));
  await page.route('**/api/expression**', async (call) => {
    asked.push(new URL(call.request().url()).searchParams.get('q') ?? '');
    if (view === 'never') return;
    await call.fulfill(view ? { json: view } : failure);
  });
  await page.route('**/api/expression/names', (call) => call.fulfill({ json: names }));
  await page.route('**/api/expression/labels**', (call) =>
    call.fulfill({ json: call.request().url().includes('label=') ? modes : labels }),
  );
  await page.goto(panel.url + route);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const field = page.getByRole('textbox', { name: 'Expression' });
  await expect(field).toHaveClass(/cm-content/);
  return { asked, field };
}

const long = ['process_virtual_memory_max_bytes', 'container_network_receive_packets_dropped_total'];
const wide = drawnExpression({
  about: '2 series now.',
  panels: [
    table({
      ...{ id: 'newest', question: 'What are its newest values?', unit: 'number' },
      note: '1 series has a value that is no number, or too large.',
      headings: ['metric', 'instance', 'job', 'device', 'mode'],
      valueHeading: 'Value',
      rows: long.map((name, at) => ({
        cells: [name, '192.168.178.21:9100', 'node-exporter', 'mmcblk0p2', 'idle'],
        value: at + 0.99961,
      })),
    }),
  ],
});

const noToken: Stored = { state: 'elsewhere', where: 'Grafana Cloud', canBeAsked: true };
const faces: { name: string; route: string; answers?: Answers; says: string | RegExp }[] = [
  { name: 'expression', route: RUN, says: '4 series now.' },
  { name: 'expression with many labels', route: RUN, answers: { view: wide }, says: '0.99961' },
  { name: 'expression before any', route: EMPTY, says: 'Something to begin with' },
  {
    name: 'expression of nothing',
    route: RUN,
    answers: { view: emptyExpression },
    says: 'No values are stored for this time.',
  },
  {
    name: 'expression refused',
    route: RUN,
    answers: { view: refusedExpression },
    says: /It is refused: unsupported function/,
  },
  {
    name: 'expression silent',
    route: RUN,
    answers: { view: silentOutside },
    says: 'Grafana Cloud cannot be read now.',
  },
  {
    name: 'expression elsewhere',
    route: EMPTY,
    answers: { list: noToken },
    says: 'Your data is kept in Grafana Cloud.',
  },
  {
    name: 'expression elsewhere run',
    route: RUN,
    answers: { view: elsewhere },
    says: 'Your data is kept in Grafana Cloud.',
  },
  {
    name: 'expression unreadable',
    route: RUN,
    answers: { view: null },
    says: 'The expression could not be evaluated.',
  },
  { name: 'expression waiting', route: RUN, answers: { view: 'never' }, says: 'PromQL, as the destination' },
];

for (const [index, { name, route, answers, says }] of faces.entries()) {
  test(`${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await open(page, route, answers);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, name, index);
  });
}

for (const [width, colorScheme] of [
  [1280, 'light'],
  [390, 'dark'],
] as const) {
  test(`the list of names, ${colorScheme}: readable, and no wider than the screen`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    const { field } = await open(page, EMPTY);
    await field.click();
    await page.keyboard.type('sum(node_c');
    await expect(page.getByRole('option', { name: /^node_cpu_seconds_total/ })).toBeVisible();
    // On a phone there is no room for what is said of it.
    await expect(page.getByText('Seconds the CPUs spent in each mode.')).toBeVisible({
      visible: width > 640,
    });
    await expectReadable(page);
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await run.click({ trial: true });
    await takePicture(page.locator('body'), `expression completion ${width} ${colorScheme}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(run).toBeFocused();
  });
}

test('names, labels and values are taken by the keys alone; what is run stands in the address', async ({
  page,
}) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  const { asked, field } = await open(page, EMPTY);
  await field.click();
  const take = async (typed: string, name: RegExp) => {
    await page.keyboard.type(typed);
    await expect(page.getByRole('option', { name })).toHaveAttribute('aria-selected', 'true');
    // For a moment after the list has come, CodeMirror takes no Enter for it.
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option')).toHaveCount(0);
  };
  await take('node_c', /^node_cpu_seconds_total/);
  await take('{mo', /^mode$/);
  await take('="id', /^idle$/);
  await expect(field).toHaveText('node_cpu_seconds_total{mode="idle"}');
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('> 0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('4 series now.')).toBeVisible();
  expect(asked).toEqual(['node_cpu_seconds_total{mode="idle"}\n> 0']);
  await page.reload();
  await expect(field).toHaveText(/mode="idle".*> 0/s);
  await expect.poll(() => asked.length).toBe(2);
  expect(refused).toEqual([]);
});

test('on a phone the values are in sight beside labels that are not', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 1600 });
  await open(page, RUN, { view: wide });
  await expect(page.getByRole('cell', { name: '0.99961' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('columnheader', { name: 'Value' })).toBeInViewport({ ratio: 1 });
});

test('Enter runs what is finished, and nothing is offered behind it', async ({ page }) => {
  const { asked, field } = await open(page, EMPTY);
  const offered = page.getByRole('option');
  const finished = ['node_load1', 'up{mode="idle"}', 'up > 0', 'sum(up)'];
  for (const [index, text] of finished.entries()) {
    await field.fill('');
    await page.keyboard.type(text);
    if (text === 'node_load1') await expect(offered).toHaveText(/^node_load1/);
    await page.waitForTimeout(300);
    if (text !== 'node_load1') await expect(offered).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => asked.length).toBe(index + 1);
    await expect(offered).toHaveCount(0);
  }
  expect(asked).toEqual(finished);
  // What may follow comes where it is asked for.
  await page.keyboard.press('Control+Space');
  await expect(offered.first()).toBeVisible();
});

test('Tab completes a word that is begun, and leaves the field where there is none, past a long list', async ({
  page,
}) => {
  const { field } = await open(page, EMPTY);
  await field.click();
  await page.keyboard.type('node_c');
  await expect(page.getByRole('option', { name: /^node_cpu_seconds_total/ })).toBeVisible();
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  await expect(field).toHaveText('node_cpu_seconds_total');
  await field.fill('');
  await page.keyboard.type('rate');
  await expect(page.getByRole('option', { name: /^rate/ }).first()).toHaveAttribute('aria-selected', 'true');
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeFocused();
});

test('Back brings the expression that was run before, in the field and below it', async ({ page }) => {
  const { asked, field } = await open(page, `${EMPTY}?q=up&span=24`);
  await expect(page.getByText('4 series now.')).toBeVisible();
  await field.fill('sum(up)');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=sum/);
  await expect.poll(() => asked).toEqual(['up', 'sum(up)']);
  await page.getByRole('radio', { name: '7 d' }).click();
  await page.goBack();
  await expect(field).toHaveText('up');
  await expect(page).toHaveURL(/\?q=up&span=24$/);
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked();
  await page.goForward();
  await expect(field).toHaveText('sum(up)');
  await expect(page.getByRole('radio', { name: '7 d' })).toBeChecked();
});

test('without the editor the plain field runs what is written', async ({ page }) => {
  // The editor is the part that completes.
  await page.route('**/_next/static/chunks/*.js', async (call) => {
    const answer = await call.fetch();
    if ((await answer.text()).includes('cm-tooltip-autocomplete')) await call.abort();
    else await call.fulfill({ response: answer });
  });
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await page.route('**/api/stored**', (call) => call.fulfill({ json: stored() }));
  await page.route('**/api/expression?**', (call) => call.fulfill({ json: drawnExpression() }));
  await page.goto(panel.url + EMPTY);
  await expect(page.getByText('The completion could not be loaded.')).toBeVisible();
  await expectGoodLooks(page, 'expression plain', 0);
  await page.getByRole('textbox', { name: 'Expression' }).fill('up');
  await page.keyboard.press('Enter');
  await expect(page.getByText('4 series now.')).toBeVisible();
  await expect(page).toHaveURL(/\?q=up$/);
  await page.unrouteAll({ behavior: 'wait' });
});

/** Whether the code of the editor has been loaded. */
const hasEditor = async (page: Page) => {
  const scripts = await page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    return loaded.filter((name) => name.endsWith('.js'));
  });
  // Not by the browser, which breaks a question off whenever a container of another test comes or goes.
  const texts = await Promise.all(scripts.map(async (name) => (await page.request.get(name)).text()));
  return texts.some((text) => text.includes('cm-tooltip-autocomplete'));
};

test('from a metric to its expression, of the same time; the editor comes there alone', async ({ page }) => {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await page.route('**/api/stored/up**', (call) => call.fulfill({ json: drawnExpression({ title: 'up' }) }));
  await page.route('**/api/expression?**', (call) => call.fulfill({ json: drawnExpression() }));
  await page.goto(`${panel.url}/look/metrics/up?span=24`);
  await expect(page.locator('canvas')).toHaveCount(1);
  expect(await hasEditor(page)).toBe(false);
  await page.getByRole('link', { name: 'As an expression' }).click();
  await expect(page.getByRole('textbox', { name: 'Expression' })).toHaveText('up{cluster=~"$cluster"}');
  await expect(page.getByRole('radio', { name: '24 h' })).toBeChecked();
  const tabs = page.getByRole('navigation', { name: 'Dashboards' });
  await expect(tabs.getByRole('link', { name: 'Metrics' })).toHaveAttribute('aria-current', 'page');
  await expect.poll(() => hasEditor(page)).toBe(true);
});

test('an example is run, and can be changed at once', async ({ page }) => {
  const { asked, field } = await open(page, EMPTY);
  await page.getByRole('button', { name: 'Run up' }).click();
  await expect(page.getByText('4 series now.')).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.type(' == 0');
  await page.keyboard.press('Enter');
  await expect.poll(() => asked).toEqual(['up', 'up == 0']);
});
