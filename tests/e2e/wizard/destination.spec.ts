import type { Page } from '@playwright/test';
import { type ProbeResult, probeOutcomes } from '../../../lib/schemas/wizard.ts';
import {
  envelope,
  type FakeWizard,
  fakeWizard,
  firstVisit,
  probeResult,
} from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import type { Panel } from '../../support/panel/panel.ts';

const URL_TEXT = 'https://prometheus-prod-13.grafana.net/api/prom/push';
const SNIPPET = `remote_write:\n- url: ${URL_TEXT}\n  basic_auth:\n    username: 123456\n    password: glc_pasted0\n`;

const titles: Record<ProbeResult['outcome'], RegExp> = {
  ok: /It works/,
  'wrong-url': /does not take data at this address/,
  'unknown-host': /no host of that name/,
  'no-network': /no connection to the internet/,
  refused: /nothing listens at that port/,
  timeout: /No answer in time/,
  'tls-error': /secure connection could not be made/,
  'wrong-id': /instance ID is refused/,
  'wrong-token': /token is refused/,
  'wrong-id-or-token': /the ID or the token is wrong/,
  'missing-scope': /may not send data/,
  'rate-limited': /send less for a moment/,
  'server-error': /fault of its own/,
  unexpected: /does not know/,
};

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('destination');
  await panel.claim();
});
test.afterAll(async () => {
  await panel?.stop();
});

async function open(page: Page): Promise<FakeWizard> {
  await signIn(page, panel);
  const fake = await fakeWizard(page, firstVisit);
  await page.goto(`${panel.url}/setup`);
  await page.getByRole('radio', { name: 'Grafana Cloud' }).check();
  return fake;
}

const fields = (page: Page) => ({
  url: page.getByRole('textbox', { name: 'Remote-write address' }),
  instanceId: page.getByRole('textbox', { name: 'Instance ID' }),
  token: page.getByLabel('Token', { exact: true }),
});

async function fill(page: Page, token = 'glc_abcdef') {
  const { url, instanceId, token: tokenField } = fields(page);
  await url.fill(URL_TEXT);
  await instanceId.fill('123456');
  await tokenField.fill(token);
}

/** A paste as the browser makes it, with text that no single-line field would keep. */
async function paste(page: Page, label: string, text: string) {
  await page.getByRole('textbox', { name: label }).evaluate((field, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

test('shows each outcome of the live test with its own words, the field and what to do', async ({ page }) => {
  const fake = await open(page);
  for (const [index, outcome] of probeOutcomes.entries()) {
    fake.probe = probeResult(outcome);
    await fill(page, `glc_abcdef${index}`);
    await expect(page.getByText(titles[outcome]).first()).toBeVisible();
    const { message, hint, field } = fake.probe;
    await expect(page.getByText(message, { exact: true })).toBeVisible();
    if (hint) await expect(page.getByText(`What to do: ${hint}`)).toBeVisible();
    for (const [name, control] of Object.entries(fields(page))) {
      if (name === field) await expect(control).toHaveAttribute('aria-invalid', 'true');
      else await expect(control).not.toHaveAttribute('aria-invalid');
    }
    const next = page.getByRole('button', {
      name: outcome === 'ok' ? 'Continue' : 'Continue anyway',
      exact: true,
    });
    await expect(next).toBeEnabled();
  }
});

test('tests only what is complete, once the typing pauses, and never an old value', async ({ page }) => {
  const fake = await open(page);
  const { url, instanceId, token } = fields(page);
  await url.fill(URL_TEXT);
  await instanceId.fill('not a number');
  await token.fill('glc_a');
  await token.blur();
  await expect(page.getByText('The instance ID is a number', { exact: false })).toBeVisible();
  expect(fake.sent).toEqual([]);
  await instanceId.fill('');
  await instanceId.pressSequentially('123456', { delay: 40 });
  await expect(page.getByText(/^It works: answered/)).toBeVisible();
  expect(fake.sent).toHaveLength(1);
  expect(fake.sent[0]?.body).toEqual({
    kind: 'grafana-cloud',
    url: URL_TEXT,
    instanceId: '123456',
    token: 'glc_a',
  });
  await token.fill('glc_ab');
  await expect(page.getByText(/^It works: answered/)).toHaveCount(0);
});

test('a whole snippet pasted into any field fills all three', async ({ page }) => {
  const fake = await open(page);
  await paste(page, 'Instance ID', SNIPPET);
  await expect(fields(page).url).toHaveValue(URL_TEXT);
  await expect(fields(page).instanceId).toHaveValue('123456');
  await expect(fields(page).token).toHaveValue('glc_pasted0');
  await expect(page.getByText(/^It works: answered/)).toBeVisible();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What should be measured?');
  expect(fake.state.destination).toMatchObject({ username: '123456', secret: { lastFour: 'ted0' } });
});

test('offers the address that was probably meant, and tells a token of the wrong kind', async ({ page }) => {
  await open(page);
  const { url, token } = fields(page);
  await url.fill('https://prometheus-prod-13.grafana.net/');
  await page.getByRole('button', { name: 'Use that address' }).click();
  await expect(url).toHaveValue(URL_TEXT);
  await token.fill('glsa_something');
  await expect(page.getByText('This is a service account token', { exact: false })).toBeVisible();
  await url.fill('https://mystack.grafana.net/api/prom/push');
  await expect(page.getByText('This is where you look at Grafana', { exact: false })).toBeVisible();
});

test('a saved token says so and may be left as it is', async ({ page }) => {
  const fake = await open(page);
  await fill(page, 'glc_first9876');
  await page.getByRole('button', { name: /^Continue/ }).click();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(fields(page).token).toHaveValue('');
  await expect(page.getByText('Set, ends in …9876', { exact: false })).toBeVisible();
  fake.sent.length = 0;
  await page.getByRole('button', { name: /^Continue/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What should be measured?');
  expect(JSON.stringify(fake.sent)).not.toContain('token');
});

test('a refusal by the server stands at its field, and a failed save loses nothing', async ({ page }) => {
  const fake = await open(page);
  await fill(page);
  const route = '/api/wizard/destination';
  fake.failures.set(route, {
    status: 422,
    body: envelope('bad-request', 'One answer is wrong.', { instanceId: 'Another Pi uses this instance.' }),
  });
  await page.getByRole('button', { name: /^Continue/ }).click();
  await expect(page.getByText('Another Pi uses this instance.')).toBeVisible();
  await expect(fields(page).instanceId).toBeFocused();
  fake.failures.set(route, 'cut');
  await fields(page).instanceId.fill('1234567');
  await page.getByRole('button', { name: /^Continue/ }).click();
  await expect(page.getByText('What you entered is still here.', { exact: false })).toBeVisible();
  await expect(page.getByText('The panel does not answer.').first()).toBeVisible();
  await expect(fields(page).token).toHaveValue('glc_abcdef');
  fake.failures.clear();
  await page.getByRole('button', { name: /^Continue/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What should be measured?');
});
