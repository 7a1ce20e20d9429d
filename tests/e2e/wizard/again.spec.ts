import type { Page } from '@playwright/test';
import { FakeDestination } from '../../support/fakes/fake-destination.ts';
import { expect, keepFile, SetupScreens, signIn, test } from '../../support/panel/browser.ts';
import { type Panel, startPanel } from '../../support/panel/panel.ts';
import { waitFor } from '../../support/run/exec.ts';
import { type Destination, startDestination } from '../../support/stack/destination.ts';
import { ensureEngine } from '../../support/stack/engine.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';
import { bridgeAddress, type TempStack, tempStack } from '../../support/stack/stack.ts';

const SECOND_TOKEN = 'a-second-token-2222';

let stack: TempStack;
let panel: Panel;
let destination: Destination;
/** Before the real one: it can go away, and refuse what the real one took a moment ago. */
let door: FakeDestination;

test.beforeAll(async () => {
  const engine = await ensureEngine();
  stack = await tempStack({ name: 'again', engine, isQuick: true });
  destination = await startDestination(engine);
  door = new FakeDestination(new URL(destination.url).origin, { host: await bridgeAddress(engine) });
  door.path = new URL(destination.url).pathname;
  await door.open();
  panel = await startPanel(stack);
  await panel.claim();
  await launchThere();
});
test.afterAll(async () => {
  await panel?.stop();
  await door?.close();
  await destination?.remove();
  await stack?.remove();
});
test.afterEach(() => {
  if (panel) keepFile(test.info(), 'panel.log', panel.log());
});

const launchThere = () =>
  launchPipeline(panel, {
    destination: {
      kind: 'other',
      url: door.url,
      username: destination.instanceId,
      password: destination.token,
    },
  });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Opens the set-up of a pipeline that runs, from the menu. */
async function changeSetup(page: Page): Promise<SetupScreens> {
  await signIn(page, panel);
  await page.goto(panel.url);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Change the set-up' }).click();
  await expect(heading(page)).toHaveText('Ready to start?');
  return new SetupScreens(page, panel);
}

async function openReview(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(heading(page)).toHaveText('Ready to start?');
}

async function choosePi(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Destination/ }).click();
  await new SetupScreens(page, panel).chooseThisPi();
  await openReview(page);
}

test('a wrong token: what was changed is put back, where to mend it is said, and no answer is lost', async ({
  page,
}) => {
  const before = stack.read('.env');
  const token = page.getByLabel(/^Password or token/);
  const setup = await changeSetup(page);
  await page.getByRole('button', { name: /^Destination/ }).click();
  await expect(page.getByLabel('Remote-write address')).toHaveValue(door.url);

  await test.step('one that is wrong from the start changes nothing', async () => {
    await token.fill('not-the-token-1111');
    await expect(page.getByText(/is refused|is wrong/).first()).toBeVisible();
    await expect(page.getByText(/Weir puts the present state back/)).toBeVisible();
    await page.getByRole('button', { name: 'Continue anyway' }).click();
    await setup.isAsked('What should be measured?');
    await openReview(page);
    await page.getByRole('button', { name: 'Launch again' }).click();
    await expect(heading(page)).toHaveText('The launch has failed');
    await expect(page.getByRole('main').getByRole('alert')).toContainText(/refuses/);
    expect(stack.read('.env')).toBe(before);
  });

  await test.step('one that is taken back a moment later is put back', async () => {
    await page.getByRole('button', { name: 'Check the destination' }).click();
    await expect(page.getByLabel('Remote-write address')).toHaveValue(door.url);
    await expect(page.getByLabel('User name')).toHaveValue(destination.instanceId);
    await expect(page.getByText('Set, ends in …1111')).toBeVisible();
    await destination.accept(destination.token, SECOND_TOKEN);
    await token.fill(SECOND_TOKEN);
    await expect(page.getByText(/^It works/).first()).toBeVisible();
    await setup.goOn();
    await setup.isAsked('What should be measured?');
    await openReview(page);
    door.onQuestion = () => {
      door.answer = { status: 401, body: 'taken back' };
    };
    await page.getByRole('button', { name: 'Launch again' }).click();
    await waitFor('samples with the new token', () => door.passwords.has(SECOND_TOKEN));
    await waitFor('the way back', () => !stack.read('.env').includes(SECOND_TOKEN), { everyMs: 20 });
    Object.assign(door, { answer: null, onQuestion: null });
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      /refuses.*Everything is as it was before\. The destination has taken samples again since\./,
    );
    expect(stack.read('.env')).toBe(before);
    await page.getByRole('button', { name: 'Check the destination' }).click();
    await expect(page.getByText('Set, ends in …2222')).toBeVisible();
    await destination.accept(destination.token);
  });
});

/** The destination is away, and vmagent has 500 series more for it. */
async function backlog(name: string): Promise<void> {
  await door.close();
  const lines = Array.from({ length: 500 }, (_, index) => `${name}{n="${index}"} ${Math.random()}`);
  const body = `${lines.join('\n')}\n`;
  await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
  const isWaiting = async () => {
    const metrics = await (await fetch(`${stack.env.WEIR_VMAGENT_URL}/metrics`)).text();
    const pending = [...metrics.matchAll(/^vmagent_remotewrite_pending_data_bytes.* (\S+)$/gm)];
    return pending.some(([, bytes]) => Number(bytes) > 1_000);
  };
  await waitFor('a backlog', isWaiting, { timeoutMs: 60_000, everyMs: 500 });
}

test('samples that wait for the earlier address: what becomes of them is asked, and done', async ({
  page,
}) => {
  const arrives = (name: string) =>
    expect
      .poll(() => destination.scalar(`count(last_over_time(${name}[10m]))`), { timeout: 60_000 })
      .toBe(500);
  const question = page.getByRole('heading', { name: /wait for the present address/ });

  await test.step('deliver first', async () => {
    await backlog('weir_first');
    await changeSetup(page);
    await choosePi(page);
    await expect(question).toBeVisible();
    await page.getByRole('radio', { name: 'Deliver first, then change' }).check();
    await page.getByRole('button', { name: 'Launch again' }).click();
    await expect(page.getByText(/still wait for the earlier address/)).toBeVisible();
    expect(stack.read('.env')).toContain('WEIR_DESTINATION=other');
    await door.open();
    await expect(heading(page)).toHaveText('Your data is arriving');
    await arrives('weir_first');
  });

  await test.step('keep them for the day when the address is set again', async () => {
    await launchThere();
    await backlog('weir_second');
    await changeSetup(page);
    await choosePi(page);
    await expect(question).toBeVisible();
    await page.getByRole('radio', { name: 'Change now, keep what waits' }).check();
    await page.getByRole('button', { name: 'Launch again' }).click();
    await expect(heading(page)).toHaveText('Your data is arriving');
    await door.open();
    expect(await destination.scalar('count(last_over_time(weir_second[10m]))')).toBeNull();
    await launchThere();
    await arrives('weir_second');
  });
});

test('a panel that is killed in the middle says afterwards how it ended, and launches again', async ({
  page,
}) => {
  await changeSetup(page);
  await choosePi(page);
  const before = stack.read('.env');
  await page.getByRole('button', { name: 'Launch again' }).click();
  await waitFor('the files to be written', () => stack.read('.env') !== before, { everyMs: 5 });
  process.kill(panel.pid, 'SIGKILL');
  await expect(page.getByText('The panel does not answer just now.')).toBeVisible();
  panel = await startPanel(stack);
  await panel.login();
  await expect(heading(page)).toHaveText('No launch is running');
  await expect(page.getByText(/everything was put back as it was before that launch/)).toBeVisible();
  expect(stack.read('.env')).toBe(before);
  await page.getByRole('button', { name: 'Go to the review' }).click();
  await page.getByRole('button', { name: 'Launch again' }).click();
  await expect(heading(page)).toHaveText('Your data is arriving');
  expect(stack.read('.env')).toContain('WEIR_DESTINATION=local');
});
