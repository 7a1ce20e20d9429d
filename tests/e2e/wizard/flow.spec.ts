import type { Page } from '@playwright/test';
import type { Task } from '../../../lib/schemas/task.ts';
import {
  answered,
  type FakeWizard,
  failedTask,
  fakeWizard,
  firstVisit,
  keyFile,
  partialTask,
  runningTask,
  succeededTask,
} from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('flow');
  await panel.claim();
});
test.afterAll(async () => {
  await panel?.stop();
});

async function open(page: Page, state = answered, query = ''): Promise<FakeWizard> {
  await signIn(page, panel);
  const fake = await fakeWizard(page, state);
  await page.goto(`${panel.url}/setup${query}`);
  return fake;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('goes from the first question to the launch by keyboard alone', async ({ page }) => {
  const fake = await open(page, firstVisit);
  await expect(heading(page)).toHaveText('Where should your data go?');
  await page.getByRole('radio', { name: 'Grafana Cloud' }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('What should be measured?');
  await expect(heading(page)).toBeFocused();
  await page.getByRole('switch', { name: 'Containers' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('What is this Pi called?');
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('attic');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Ready to start?');
  await page.getByRole('button', { name: 'Launch' }).focus();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Starting…');
  expect(fake.state).toMatchObject({
    destination: { kind: 'local' },
    sources: { pi: { enabled: true }, containers: { enabled: false } },
    cluster: 'attic',
  });
});

test('back forgets nothing: what is valid is saved, what is not yet stays as it was typed', async ({
  page,
}) => {
  const fake = await open(page, { ...answered, step: 'sources', sources: null }, '?step=sources');
  await page.getByRole('switch', { name: 'AWS' }).check();
  await page.getByLabel('Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
  await page.getByLabel('Secret access key', { exact: true }).fill('half a secr');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(heading(page)).toHaveText('Where should your data go?');
  await page.goForward();
  await page.goto(`${panel.url}/setup?step=destination`);
  await page.getByRole('button', { name: 'Sources' }).click();
  await expect(page.getByLabel('Access key ID')).toHaveValue('AKIAIOSFODNN7EXAMPLE');
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
  expect(stored).not.toContain('half a secr');
  await page.getByLabel('Secret access key', { exact: true }).fill('a whole secret');
  await page.getByLabel('Search the regions').fill('ireland');
  await page.getByLabel('Search the regions').press('Enter');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect.poll(() => fake.state.sources?.aws.regions).toEqual(['eu-west-1']);
});

test('a key file fills in its project, and a wrong one says what is wrong with it', async ({ page }) => {
  const fake = await open(page, { ...answered, step: 'sources', sources: null }, '?step=sources');
  await page.getByRole('switch', { name: 'Google Cloud' }).check();
  const file = (text: string) => ({
    name: 'key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await page.getByLabel('Key file').setInputFiles(file('{"type":"authorized_user"}'));
  await expect(page.getByText('not the key of a service account', { exact: false })).toBeVisible();
  await page.getByLabel('Key file').setInputFiles(file(keyFile));
  await expect(page.getByLabel('Project ID')).toHaveValue('my-project-123');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(heading(page)).toHaveText('What is this Pi called?');
  expect(fake.state.sources?.gcp.keyEmail).toBe('weir@my-project-123.iam.gserviceaccount.com');
});

test('a tab reads again when it is looked at, and keeps what was typed in it', async ({ page }) => {
  const fake = await open(page, answered, '?step=name');
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toHaveValue('raspberrypi');
  const look = () => page.evaluate(() => window.dispatchEvent(new Event('focus')));
  fake.state = { ...fake.state, cluster: 'from-another-tab' };
  await look();
  await expect(name).toHaveValue('from-another-tab');
  await name.fill('typed-here');
  fake.state = { ...fake.state, cluster: 'from-a-third', runningTaskId: 'job-1' };
  await look();
  await expect(page.getByText('A launch is running now.')).toBeVisible();
  await expect(name).toHaveValue('typed-here');
});

test('a launch is found again after a reload, says how it failed and starts again', async ({ page }) => {
  const fake = await open(page, { ...answered, runningTaskId: 'job-1' });
  fake.task = runningTask;
  await expect(heading(page)).toHaveText('Starting…');
  await expect(page).toHaveURL(/step=launch&task=job-1/);
  await expect(page.getByText('7.4 MB of 20 MB')).toBeVisible();
  fake.failures.set('/api/tasks/job-1', 'cut');
  await expect(page.getByText('The panel does not answer just now.')).toBeVisible();
  fake.failures.clear();
  fake.task = failedTask;
  fake.state = { ...fake.state, runningTaskId: null };
  await expect(heading(page)).toHaveText('It did not start');
  await page.reload();
  await expect(heading(page)).toHaveText('It did not start');
  await expect(page.getByText('Grafana Cloud refuses the token.', { exact: true })).toBeVisible();
  fake.task = { ...succeededTask, id: 'job-2' };
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page)).toHaveText('Your data is arriving');
  await expect(heading(page)).toBeFocused();
  await expect(page.getByRole('main')).toContainText('The first sample was delivered after 9 s.');
});

test('an address with a step that is not open yet leads to the one that is', async ({ page }) => {
  await open(page, firstVisit, '?step=launch&task=x');
  await expect(heading(page)).toHaveText('Where should your data go?');
  await expect(page).toHaveURL(/step=destination$/);
});

test('what a source fetches is said at its switch, each in words, and never holds up the page', async ({
  page,
}) => {
  await signIn(page, panel);
  const fake = await fakeWizard(page, { ...answered, step: 'sources', sources: null });
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  await page.route('**/api/wizard/images', async (route) => {
    await asked;
    await route.fulfill({ json: fake.images });
  });
  await page.goto(`${panel.url}/setup?step=sources`);
  await page.getByRole('switch', { name: 'Containers' }).uncheck();
  await expect(page.getByText('Looking what it needs…')).toHaveCount(4);
  tell();
  await expect(page.getByText('What it needs is here already.')).toBeVisible();
  await expect(page.getByText('About 30 MB are downloaded when it is started.')).toBeVisible();
  await expect(page.getByText(/^It is built on this Pi when it is started: about 150 MB/)).toBeVisible();
  await expect(page.getByText(/^It is not available here\. The name ghcr\.io leads nowhere/)).toBeVisible();
});

test('a source that was left out is tried again from the last page, which then speaks of all of them', async ({
  page,
}) => {
  const fake = await open(page, { ...answered, isComplete: true });
  fake.task = partialTask;
  let tries = 0;
  let now: Task = failedTask;
  await page.route('**/api/services/cadvisor/actions', (route) =>
    route.fulfill({ status: 202, json: { taskId: `try-${++tries}` } }),
  );
  await page.route('**/api/tasks/try-*', (route) => route.fulfill({ json: { ...now, id: `try-${tries}` } }));
  await page.goto(`${panel.url}/setup?step=launch&task=job-1`);
  await expect(heading(page)).toHaveText('Your data is arriving, without Containers');
  const tryAgain = page.getByRole('button', { name: 'Try Containers again' });
  await tryAgain.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Containers could not be started this time either')).toBeVisible();
  now = { ...runningTask, kind: 'start', title: 'Start cadvisor' };
  await tryAgain.click();
  await expect(page.getByText('Trying Containers again…')).toBeVisible();
  now = { ...succeededTask, outcome: 'cadvisor runs. vmagent has scraped it since.' };
  await expect(page.getByText('Containers is running now')).toBeVisible();
  await expect(heading(page)).toHaveText('Your data is arriving');
  await expect(page.getByRole('link', { name: 'Go to the overview' })).toBeVisible();
});
