// Pictures for the documentation, taken of a stack that really runs: npm run screenshots (needs a build and a
// Docker Engine with the images of the stack).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../playwright.config.ts';
import { SetupScreens } from './support/panel/browser.ts';
import { startPanel } from './support/panel/panel.ts';
import { cleanUp } from './support/run/cleanup.ts';
import { sleep } from './support/run/exec.ts';
import { ensureEngine } from './support/stack/engine.ts';
import { repoDir, tempStack } from './support/stack/stack.ts';

const docs = path.join(repoDir, 'docs');
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 860 };
/** Until the small charts have something to show. */
const LIVE_SECONDS = 90;

async function picture(page: Page, name: string): Promise<void> {
  // The pointer would leave a hover mark, and a caret blinks.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(docs, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`docs/${name}.png`);
}

mkdirSync(docs, { recursive: true });
const engine = await ensureEngine();
const browser = await chromium.launch(launchOptions);
try {
  const stack = await tempStack({ name: 'pictures', engine });
  const panel = await startPanel(stack);
  const context = await browser.newContext({ viewport: DESK, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await page.getByRole('radio', { name: /^This Pi/ }).check();
  await picture(page, 'setup-destination');
  await setup.goOn();
  await setup.isAsked('What should be measured?');
  await setup.source('Containers').check();
  await picture(page, 'setup-sources');
  await setup.goOn();
  await setup.name('attic-pi');
  await picture(page, 'setup-review');
  await setup.launch();
  await sleep(2000);
  await picture(page, 'setup-first-sample');

  await page.goto(panel.url);
  await sleep(LIVE_SECONDS * 1000);
  await picture(page, 'overview');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'overview-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${panel.url}/look`);
  await sleep(2000);
  await picture(page, 'delivery');
  await page.goto(`${panel.url}/settings/plan`);
  await sleep(3000);
  await picture(page, 'settings-plan');
  await page.goto(`${panel.url}/settings/intervals`);
  await page.getByRole('group', { name: 'This Pi' }).getByLabel('Interval').fill('15');
  await page.getByText(/^What changes in/).click();
  await page.getByRole('button', { name: 'Apply' }).scrollIntoViewIfNeeded();
  await sleep(1000);
  await picture(page, 'settings-intervals');
  await page.goto(panel.url);
  await page.setViewportSize(PHONE);
  await sleep(1000);
  await picture(page, 'overview-phone');
  await panel.stop();
} finally {
  await browser.close();
  await cleanUp(engine);
}
