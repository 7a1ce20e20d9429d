// The first view of a browser that has nothing yet, beside a bare Next.js app, one after the other in the same run:
// npm run bench:view [VIEWS] (11 of each unless told; needs root, a Docker Engine and a build).
import type { Browser, Page } from '@playwright/test';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { buildBareNext, removeBareNext } from './bare-next.ts';
import { onEngine } from './on-engine.ts';
import { median } from './processes.ts';
import { newContext, openBrowser } from './viewers.ts';

const VIEWS = Number(process.argv[2] ?? 11);
/** How much slower the processor is made: a computer, a phone. */
const SLOWDOWNS = [1, 4];
/** Of data on the screen, against the bare app. */
const MOST = 1.25;
/** Work that hydrates the page comes after the first numbers; all of it is over then. */
const AFTER_MS = 1500;

const figures = ['first byte', 'first paint', 'data on screen', 'blocked'] as const;
type View = Record<(typeof figures)[number], number>;

interface Watched {
  dataMs: number | null;
  blockedMs: number;
}

/** Runs in the page, before its own scripts. Blocked is what tasks take beyond 50 ms each. */
function watchPage(selector: string): void {
  const watched: Watched = { dataMs: null, blockedMs: 0 };
  Object.assign(window, { watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const isThere = [...document.querySelectorAll(selector)].some(({ textContent }) =>
      /\d/.test(textContent ?? ''),
    );
    if (!isThere) return requestAnimationFrame(look);
    // The frame after the one that draws it.
    return requestAnimationFrame(() => {
      watched.dataMs = performance.now();
    });
  };
  requestAnimationFrame(look);
}

const read = (page: Page) =>
  page.evaluate(() => ({
    ...(window as unknown as { watched: Watched }).watched,
    byteMs: performance
      .getEntriesByType('navigation')
      .map((entry) => (entry as PerformanceNavigationTiming).responseStart)[0],
    paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }));

async function view(browser: Browser, server: Panel, selector: string, slowdown: number): Promise<View> {
  const context = await newContext(browser, server);
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage, selector);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(server.url, { waitUntil: 'commit' });
    await page.waitForFunction(() => (window as unknown as { watched: Watched }).watched.dataMs !== null);
    await sleep(AFTER_MS * slowdown);
    const { byteMs, paintMs, dataMs, blockedMs } = await read(page);
    if (byteMs === undefined || paintMs === undefined || dataMs === null)
      throw new Error('The browser told no times.');
    return { 'first byte': byteMs, 'first paint': paintMs, 'data on screen': dataMs, blocked: blockedMs };
  } finally {
    await context.close();
  }
}

const middle = (views: View[], figure: keyof View) => median(views.map((one) => one[figure]));

function report(slowdown: number, weir: View[], bare: View[]): void {
  console.log(`\nProcessor ÷ ${slowdown}, median of ${VIEWS} views   Weir      bare      ratio`);
  for (const figure of figures) {
    const [ours, theirs] = [middle(weir, figure), middle(bare, figure)];
    const ratio = theirs > 0 ? `${(ours / theirs).toFixed(2)}×` : '';
    const goal = figure === 'data on screen' ? `≤ ${MOST}×: ${ours <= MOST * theirs ? 'met' : 'MISSED'}` : '';
    console.log(
      `${figure.padEnd(40)}${`${Math.round(ours)} ms`.padEnd(10)}${`${Math.round(theirs)} ms`.padEnd(10)}${ratio.padEnd(7)}${goal}`.trimEnd(),
    );
  }
}

await onEngine(async (engine) => {
  const bareDir = await buildBareNext();
  const stack = await tempStack({ name: 'bench-view', engine });
  const weir = await startPanel(stack, asShipped());
  await weir.claim();
  await launchPipeline(weir);
  const bare = await startPanel(stack, {
    serverDir: bareDir,
    readyPath: '/api/status',
    port: await freePort(),
  });
  const browser = await openBrowser();
  for (const slowdown of SLOWDOWNS) {
    const views = { weir: [] as View[], bare: [] as View[] };
    // The first of each warms the servers up and does not count.
    for (let n = 0; n <= VIEWS; n++) {
      const ours = await view(browser, weir, 'main .figure', slowdown);
      const theirs = await view(browser, bare, 'main [data-ready]', slowdown);
      if (n === 0) continue;
      views.weir.push(ours);
      views.bare.push(theirs);
    }
    report(slowdown, views.weir, views.bare);
  }
  await browser.close();
  await bare.stop();
  await weir.stop();
}, removeBareNext);
