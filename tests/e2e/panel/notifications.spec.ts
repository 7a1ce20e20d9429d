import type { Locator, Page } from '@playwright/test';
import { httpReceiver, type Receiver } from '../../support/fakes/receivers.ts';
import { type BarePanel, startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';

const TOKEN = 'tk_9f2c61d07b3e4a5b6c7d';

interface Rules {
  rules: Locator;
  after: Locator;
  save: Locator;
}

let panel: BarePanel;
let receiver: Receiver;
test.beforeEach(async ({ page }) => {
  panel = await startBarePanel('notifications');
  await panel.claim();
  receiver = await httpReceiver();
  await signIn(page, panel);
});
test.afterEach(async () => {
  await panel?.stop();
  await receiver?.stop();
});

async function openNotifications(page: Page): Promise<void> {
  await page.goto(`${panel.url}/settings/notifications`);
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
}

async function addPhone(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add ntfy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Server', { exact: true }).fill(receiver.origin);
  await dialog.getByRole('button', { name: 'Make up a topic' }).click();
  await expect(dialog.getByLabel('Topic', { exact: true })).toHaveValue(/^weir-\w{16}$/);
  await dialog.getByRole('switch', { name: 'The server asks for an access token' }).check();
  await dialog.getByLabel('Access token', { exact: true }).fill(TOKEN);
}

/** Opens a finding that may be open already, once it is drawn. */
async function unfold(finding: Locator): Promise<void> {
  await expect(finding.locator('summary')).toBeVisible();
  if (!(await finding.getByText('What to do').isVisible())) await finding.locator('summary').click();
}

/** @returns where channels are edited */
async function savePhone(page: Page): Promise<Locator> {
  await addPhone(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  return dialog;
}

test('a phone is added, tried, told of what is wrong, and told no more once that is acknowledged', async ({
  page,
}) => {
  await openNotifications(page);
  await expect(page.getByText('Nobody is told yet.')).toBeVisible();
  await addPhone(page);
  const dialog = page.getByRole('dialog');
  receiver.answer = (_, response) => response.writeHead(403).end('<b>words of the server</b>');
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText('The test was not sent')).toBeVisible();
  await expect(dialog.getByText(/refuses it \(status 403\)/)).toBeVisible();
  await expect(page.getByText('words of the server')).toHaveCount(0);
  receiver.answer = (_, response) => response.writeHead(200).end('{}');
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText('The test was sent')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('My phone', { exact: true })).toBeVisible();

  receiver.seen.length = 0;
  await page.getByLabel('Told once it has lasted').fill('0');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toBeVisible();
  // This panel has no engine; that is a finding, and a real one.
  await expect.poll(() => receiver.seen.length).toBe(1);
  const told = JSON.parse(receiver.seen[0]?.body ?? '');
  expect(told.title).toMatch(/Warning: The Docker engine does not answer/);
  expect(told.message).toContain('What to do: ');
  expect(receiver.seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  await expect(page.getByText('Sent', { exact: true })).toBeVisible();

  await page.goto(panel.url);
  const finding = page.getByRole('group').filter({ hasText: 'Docker' }).first();
  await unfold(finding);
  await finding.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(finding.getByText(/^Acknowledged .*: no reminders until it is gone\.$/)).toBeVisible();
  await page.reload();
  await unfold(finding);
  await expect(finding.getByRole('button', { name: 'Remind me again' })).toBeVisible();
  expect(await page.content()).not.toContain(TOKEN);
  expect(panel.log()).not.toContain(TOKEN);
  expect(receiver.seen).toHaveLength(1);
});

test('a saved secret is not shown, stays when its field is left empty, and goes to no other server', async ({
  page,
}) => {
  await openNotifications(page);
  const dialog = await savePhone(page);
  await page.reload();
  await page.getByRole('button', { name: 'Edit My phone' }).click();
  await expect(dialog.getByText('Set, ends in …6c7d. Leave the field empty to keep it.')).toBeVisible();
  await expect(dialog.getByLabel('Access token', { exact: true })).toHaveValue('');
  await dialog.getByLabel('Name').fill('Tablet');
  await dialog.getByRole('button', { name: 'Send a test' }).click();
  await expect(dialog.getByText('The test was sent')).toBeVisible();
  expect(receiver.seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);

  await dialog.getByLabel('Server', { exact: true }).fill('https://evil.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Enter the access token for this server.')).toBeVisible();
  await dialog.getByLabel('Server', { exact: true }).fill(receiver.origin);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Tablet', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Remove Tablet' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText('Nobody is told yet.')).toBeVisible();
});

test('rules and the dead-man’s switch are there after a reload, and the switch pings', async ({ page }) => {
  await openNotifications(page);
  await page.getByRole('switch', { name: 'Quiet hours' }).check();
  await page.getByLabel('From', { exact: true }).fill('23:30');
  await page.getByLabel('To', { exact: true }).fill('23:30');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('quiet hours would never end')).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('06:15');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await expect(page.getByText(/nothing from 23:30 to 06:15 but data loss/)).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByText(/on this Pi in Asia\/Tokyo\./)).toBeVisible();

  await page.getByRole('switch', { name: 'Ping every minute' }).check();
  await page.getByLabel('Ping address').fill(`${receiver.origin}/ping/0a1b2c3d4e5f6071`);
  await page.getByRole('button', { name: 'Ping now' }).click();
  await expect(page.getByText('The ping was sent')).toBeVisible();
  expect(receiver.seen[0]?.path).toMatch(/^\/ping\/0a1b2c3d4e5f6071/);
  const pings = page.getByRole('region', { name: 'Dead-man’s switch' });
  await pings.getByRole('button', { name: 'Save' }).click();
  await expect(pings.getByText('Saved.')).toBeVisible();

  await page.reload();
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('06:15');
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await expect(page.getByRole('switch', { name: 'Ping every minute' })).toBeChecked();
  await expect(page.getByLabel('Ping address')).toHaveValue('');
  await expect(page.getByText('Set, ends in …6071. Leave the field empty to keep it.')).toBeVisible();
});

test('two browsers: neither replaces what the other one saved without being told', async ({
  page,
  context,
}) => {
  await openNotifications(page);
  const dialog = await savePhone(page);
  const other = await context.newPage();
  await openNotifications(other);

  const [mine, theirs] = [page, other].map((one) => {
    const rules = one.getByRole('region', { name: 'What is told, and when' });
    const save = rules.getByRole('button', { name: 'Save' });
    return { rules, after: one.getByLabel('Told once it has lasted'), save };
  }) as [Rules, Rules];
  await mine.after.fill('9');
  await theirs.after.fill('15');
  await other.getByRole('switch', { name: 'Warnings too' }).uncheck();
  await theirs.save.click();
  await expect(theirs.rules.getByText('Saved.')).toBeVisible();
  await mine.save.click();
  const told = mine.rules.getByRole('alert').filter({ hasText: 'changed in another browser' });
  await expect(told).toBeVisible();
  await expect(mine.after).toHaveValue('9');
  await expect(page.getByRole('switch', { name: 'Warnings too' })).not.toBeChecked();
  await mine.save.click();
  await expect(mine.rules.getByText('Saved.')).toBeVisible();
  await other.reload();
  await expect(theirs.after).toHaveValue('9');

  await page.getByRole('button', { name: 'Edit My phone' }).click();
  await dialog.getByLabel('Name').fill('My tablet');
  await other.getByRole('button', { name: 'Edit My phone' }).click();
  await other.getByRole('dialog').getByLabel('Name').fill('Our phone');
  await other.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Our phone', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(/changed in another browser/)).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('My tablet');
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  await expect(dialog.getByLabel('Name')).toHaveValue('Our phone');
  await expect(dialog.getByText(/changed in another browser/)).toBeHidden();
});
