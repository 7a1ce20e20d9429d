import { readFileSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { expect, keepFile, loadUntilLive, SetupScreens, signIn, test } from '../../support/panel/browser.ts';
import { changeSettings } from '../../support/panel/change-settings.ts';
import { type Panel, startPanel } from '../../support/panel/panel.ts';
import { queryVictoria } from '../../support/stack/destination.ts';
import { type Engine, ensureEngine } from '../../support/stack/engine.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';
import { type TempStack, tempStack } from '../../support/stack/stack.ts';

const CONFIG = 'config/vmagent/prometheus.yml';
const CLUSTER = 'attic-pi';
/** Of the first Pi: the second one is claimed with another. */
const PASSWORD = 'the words of the first Pi';
const SECONDS = 10;

let engine: Engine;
let stack: TempStack;
let panel: Panel;

test.beforeAll(async () => {
  engine = await ensureEngine();
});
test.afterAll(removeMachine);
test.afterEach(() => {
  if (panel) keepFile(test.info(), 'panel.log', panel.log());
});

async function newMachine(name: string): Promise<void> {
  stack = await tempStack({ name, engine });
  panel = await startPanel(stack);
}

async function removeMachine(): Promise<void> {
  await panel?.stop();
  await stack?.remove();
}

/** Presses what downloads a file. @returns where it is kept */
async function downloaded(
  page: Page,
  info: TestInfo,
  role: 'button' | 'link',
  name: string,
): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.getByRole(role, { name, exact: true }).click();
  const file = await coming;
  const kept = info.outputPath(file.suggestedFilename());
  await file.saveAs(kept);
  return kept;
}

/** A recovery key and a backup, as an owner takes them to a safe place. */
async function takeBackup(page: Page, info: TestInfo): Promise<{ key: string; backup: string }> {
  await signIn(page, panel);
  await loadUntilLive(page, () => page.goto(`${panel.url}/settings/backup`));
  await page.getByRole('button', { name: 'Make a recovery key' }).click();
  const key = readFileSync(await downloaded(page, info, 'button', 'Download it as a text file'), 'utf8');
  await page.getByLabel('The last six characters of the key').fill(key.trim().slice(-6));
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Make a backup to download' }).click();
  return { key, backup: await downloaded(page, info, 'link', 'Download') };
}

const samples = async (promql: string) =>
  (await queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql))[0]?.value ?? 0;

test('from a lost Pi to a pipeline that runs on a new one, by its backup and its key', async ({
  page,
}, info) => {
  await newMachine('lost');
  await panel.claim(PASSWORD);
  await launchPipeline(panel, { cluster: CLUSTER });
  await changeSettings(panel, {
    scrape: { 'node-exporter': { intervalSeconds: SECONDS, timeoutSeconds: null } },
  });
  const { key, backup } = await takeBackup(page, info);
  const config = stack.read(CONFIG);
  await removeMachine();

  await newMachine('new');
  expect(stack.read(CONFIG)).not.toContain(CLUSTER);
  const startedAtMs = Date.now();
  const setup = new SetupScreens(page, panel);
  await setup.claim();

  await test.step('the backup, its key, and which Pi this is', async () => {
    await page.getByRole('button', { name: 'I have a backup' }).click();
    await page.getByLabel('Backup', { exact: true }).setInputFiles(backup);
    await page.getByLabel('Recovery key', { exact: true }).fill(key);
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect(page.getByText('The backup is open, and whole.')).toBeVisible();
    await page.getByRole('radio', { name: `It is ${CLUSTER}, or replaces it` }).check();
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByRole('button', { name: 'Restore and go on' }).click();
    await setup.isAsked('Ready to start?');
  });

  await test.step('launched, its data arrives', async () => {
    await setup.launch();
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Your data is arriving');
    const minutes = ((Date.now() - startedAtMs) / 60_000).toFixed(1);
    info.annotations.push({ type: 'setup code to arriving data', description: `${minutes} minutes` });
  });

  await test.step('it is the first one again: name, interval, password', async () => {
    expect(stack.read(CONFIG)).toBe(config);
    const often = `count_over_time(up{job="node-exporter",cluster="${CLUSTER}"}[${4 * SECONDS}s])`;
    await expect.poll(() => samples(often), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);
    await loadUntilLive(page, () => page.goto(`${panel.url}/settings/intervals`));
    const pi = page.getByRole('group', { name: 'This Pi' });
    await expect(pi.getByLabel('Interval')).toHaveValue(String(SECONDS));
    await panel.login(PASSWORD);
  });
});
