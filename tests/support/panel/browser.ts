import { writeFileSync } from 'node:fs';
import {
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type Request,
  type TestInfo,
} from '@playwright/test';
import { type Engine, ensureEngine } from '../stack/engine.ts';
import { type TempStack, tempStack } from '../stack/stack.ts';
import { NETWORK_CHANGED } from './network-changed.ts';
import { OWNER_PASSWORD, type Panel, startPanel } from './panel.ts';

interface Fixtures {
  engine: Engine;
  /** A stack of this test's own; nothing of it runs yet. */
  stack: TempStack;
  /** The built panel on that stack, not claimed yet. */
  panel: Panel;
  diary: undefined;
}

/** What a load says that was broken off: by the network, or by the page before it, which loads itself again then. */
const BROKEN_OFF = [NETWORK_CHANGED, 'net::ERR_ABORTED', 'is interrupted by another navigation'];
const PAGE_PARTS = ['document', 'script', 'stylesheet'];
const MOST_LOADS = 5;

/**
 * Chromium breaks off what is under way whenever an interface of its machine comes or goes, as with each container that
 * other tests start: a page of which that took a part is loaded again.
 */
export function loadWhole(page: Page): void {
  let isLoading = false;
  // Where a link or a script of the page led, Chrome goes again by itself; its headless shell does not.
  page.on('requestfailed', (request) => {
    const isLost = request.isNavigationRequest() && request.failure()?.errorText === NETWORK_CHANGED;
    if (isLost && !isLoading) void page.goto(request.url()).catch(() => {});
  });
  for (const name of ['goto', 'reload'] as const) {
    const load = page[name].bind(page) as (...given: unknown[]) => ReturnType<Page['goto']>;
    page[name] = async (...given: unknown[]) => {
      for (let loads = 1; ; loads++) {
        let isBroken = false;
        const look = (request: Request) => {
          const isPart = PAGE_PARTS.includes(request.resourceType());
          if (isPart && request.failure()?.errorText === NETWORK_CHANGED) isBroken = true;
        };
        page.on('requestfailed', look);
        isLoading = true;
        try {
          const response = await load(...given);
          if (!isBroken || loads === MOST_LOADS) return response;
        } catch (error) {
          const isBrokenOff = BROKEN_OFF.some((words) => String(error).includes(words));
          if (loads === MOST_LOADS || !isBrokenOff) throw error;
          // What broke it off would be broken off in its turn.
          await page.waitForLoadState().catch(() => {});
        } finally {
          isLoading = false;
          page.off('requestfailed', look);
        }
      }
    };
  }
}

export const loadAgain = (page: Page) => page.getByRole('link', { name: 'Load it again' });

/**
 * Loads a page by `load` and waits until it is whole. One that is broken off by containers of other tests that come or go
 * is loaded as a person would: by the link.
 */
export async function loadUntilLive(page: Page, load: () => Promise<unknown>): Promise<void> {
  let isBroken = false;
  const look = (request: Request) => {
    if (request.failure()?.errorText === NETWORK_CHANGED) isBroken = true;
  };
  page.on('requestfailed', look);
  await load();
  const isLive = async () => {
    if (isBroken && (await loadAgain(page).isVisible())) {
      isBroken = false;
      await loadAgain(page).click();
    }
    return page.getByText('Live', { exact: true }).isVisible();
  };
  await expect.poll(isLive).toBe(true);
  page.off('requestfailed', look);
}

/** What a browser asks for, and what becomes of it: a page that stays empty says no more. @returns it as lines */
function keepDiary(context: BrowserContext): () => string[] {
  const lines: string[] = [];
  const open = new Set<Request>();
  const name = (request: Request) => `${request.method()} ${request.url()}`;
  context.on('request', (request) => open.add(request));
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => {
    open.delete(request);
    lines.push(`${name(request)}: ${request.failure()?.errorText}`);
  });
  context.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => lines.push(`error: ${error.error().stack}`));
  return () => [...lines, ...[...open].map((request) => `${name(request)}: not answered`)];
}

/** Playwright's `test` with a stack and a panel of its own for each test that asks for them. */
export const test = base.extend<Fixtures>({
  context: async ({ context }, use) => {
    context.on('page', loadWhole);
    await use(context);
  },
  diary: [
    async ({ context }, use, info) => {
      const lines = keepDiary(context);
      await use(undefined);
      keepFile(info, 'browser.txt', `${lines().join('\n')}\n`);
      if (info.status === info.expectedStatus) return;
      for (const [index, page] of context.pages().entries()) {
        const said = await page.locator('body').ariaSnapshot({ timeout: 30_000 }).catch(String);
        keepFile(info, `page-${index}.txt`, `${page.url()}\n${said}\n`);
      }
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from the pattern
  engine: async ({}, use) => {
    await use(await ensureEngine());
  },
  stack: async ({ engine }, use) => {
    const stack = await tempStack({ name: 'e2e', engine });
    await use(stack);
    await stack.remove();
  },
  panel: async ({ stack }, use, info) => {
    const panel = await startPanel(stack);
    await use(panel);
    await panel.stop();
    keepFile(info, 'panel.log', panel.log());
  },
});
export { expect };

/** Beside what else a test that failed leaves. */
export function keepFile(info: TestInfo, name: string, text: string): void {
  if (info.status !== info.expectedStatus) writeFileSync(info.outputPath(name), text);
}

/** Gives the browser the owner's session of a panel that was claimed through the API. */
export async function signIn(page: Page, panel: Panel): Promise<void> {
  const [name = '', ...value] = panel.cookie().split('=');
  await page.context().addCookies([{ name, value: value.join('='), url: panel.url }]);
}

/** The set-up as a person goes through it. */
export class SetupScreens {
  readonly page: Page;
  readonly panel: Panel;

  constructor(page: Page, panel: Panel) {
    this.page = page;
    this.panel = panel;
  }

  async claim(): Promise<void> {
    await this.page.goto(this.panel.url);
    await this.page.getByLabel('Setup code').fill(this.panel.setupCode());
    await this.page.getByLabel('Choose a password').fill(OWNER_PASSWORD);
    await this.page.getByRole('button', { name: 'Make this Pi mine' }).click();
    await this.isAsked('Where should your data go?');
  }

  async isAsked(question: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: question })).toBeVisible();
  }

  async goOn(): Promise<void> {
    await this.page.getByRole('button', { name: /^Continue/ }).click();
  }

  async chooseThisPi(): Promise<void> {
    await this.page.getByRole('radio', { name: /^This Pi/ }).check();
    await this.goOn();
    await this.isAsked('What should be measured?');
  }

  async fillGrafanaCloud(values: { url: string; instanceId: string; token: string }): Promise<void> {
    await this.page.getByRole('radio', { name: /^Grafana Cloud/ }).check();
    await this.page.getByLabel('Remote-write address').fill(values.url);
    await this.page.getByLabel('Instance ID').fill(values.instanceId);
    await this.page.getByLabel('Token', { exact: true }).fill(values.token);
  }

  source(name: string) {
    return this.page.getByRole('switch', { name, exact: true });
  }

  async name(cluster: string): Promise<void> {
    await this.isAsked('What is this Pi called?');
    await this.page.getByLabel('Name', { exact: true }).fill(cluster);
    await this.goOn();
    await this.isAsked('Ready to start?');
  }

  /** Presses Launch and waits for the moment at the end. @returns milliseconds that it took */
  async launch(title = 'Your data is arriving'): Promise<number> {
    const startedAt = Date.now();
    await this.page.getByRole('button', { name: 'Launch' }).click();
    const end = this.page.getByRole('heading', {
      name: /^(Your data is arriving|The first samples have arrived|It did not start)/,
    });
    // A source of a cloud may take its time to give data, or to say why it gives none.
    await expect(end).toBeVisible({ timeout: 240_000 });
    const tookMs = Date.now() - startedAt;
    await expect(end).toHaveText(title);
    return tookMs;
  }
}
