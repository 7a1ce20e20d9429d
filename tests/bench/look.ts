// A dashboard of 24 hours in a browser whose processor is slowed to a quarter, and what five viewers of it cost:
// npm run bench:look [VIEWS] (7 unless told; needs root, a Docker Engine and a build).
import type { Browser } from '@playwright/test';
import type { DashboardRead, LookPanel } from '../../lib/schemas/look/dashboard.ts';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { sleep, waitFor } from '../support/run/exec.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { type TempStack, tempStack } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { onEngine } from './on-engine.ts';
import { median, memoryOf } from './processes.ts';
import { newContext, openBrowser, openViewers, startCountingProxy } from './viewers.ts';

const VIEWS = Number(process.argv[2] ?? 7);
const SLOWDOWN = 4;
const MOST_MS = 1500;
const STORED_SERIES = 2500;
const HOURS = 24;
const VIEWERS = 5;
const MOST_GROWTH = 1.05;
/** A page asks again after so long at a span of an hour. */
const INTERVAL_MS = 30_000;

type Metric = Record<string, string>;

/** What is stored now goes back for a day, a value a minute, with so many series beside it that there are 2,500. */
async function fillStore(stack: TempStack): Promise<number> {
  const store = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  const lines = await waitFor('what the Pi measures', async () => {
    await fetch(`${store}/internal/force_flush`);
    const exported = await fetch(`${store}/api/v1/export?match[]=${encodeURIComponent('{__name__=~".+"}')}`);
    const all = (await exported.text()).trim().split('\n');
    return all.some((line) => line.includes('node_load1')) && all;
  });
  const found = lines.map((line) => JSON.parse(line) as { metric: Metric; values: number[] });
  const known = found.map(({ metric, values }) => ({ metric, value: values.at(-1) ?? 0 }));
  const more = Array.from({ length: Math.max(0, STORED_SERIES - known.length) }, (_, n) => ({
    metric: { __name__: 'node_netstat_filler', cluster: 'test-pi', job: 'node-exporter', n: String(n) },
    value: n,
  }));
  const endMs = Date.now() - 60_000;
  const points = HOURS * 60;
  const timestamps = Array.from({ length: points }, (_, n) => endMs - (points - 1 - n) * 60_000);
  for (const { metric, value } of [...known, ...more]) {
    const isCounter = /_total$/.test(metric.__name__ ?? '');
    const values = timestamps.map((_, n) =>
      isCounter ? Math.max(0, value - (points - n) * 6) : value * (1 + 0.2 * Math.sin(n / 60)),
    );
    await fetch(`${store}/api/v1/import`, {
      method: 'POST',
      body: JSON.stringify({ metric, values, timestamps }),
    });
  }
  await fetch(`${store}/internal/force_flush`);
  return known.length + more.length;
}

const isDrawn = (panel: LookPanel) =>
  panel.kind === 'timeseries' && panel.lines.some(({ values }) => values.some((value) => value !== null));

/** Milliseconds from the first byte of the page to its last chart. */
async function view(browser: Browser, panel: Panel, route: string, charts: number): Promise<number> {
  const context = await newContext(browser, panel);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(panel.url + route, { waitUntil: 'commit' });
    const drawn = await page.waitForFunction(
      (count) => document.querySelectorAll('main canvas').length >= count && performance.now(),
      charts,
    );
    return Number(await drawn.jsonValue());
  } finally {
    await context.close();
  }
}

/** In MB, once they have looked for a minute. */
async function memoryWith(browser: Browser, panel: Panel, route: string): Promise<number> {
  const close = await openViewers(browser, panel, VIEWERS, route);
  await sleep(60_000);
  const { pssMb } = memoryOf(panel.pid);
  await close();
  return pssMb;
}

await onEngine(async (engine) => {
  const stack = await tempStack({ name: 'bench-look', engine });
  const proxy = await startCountingProxy(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`);
  const shipped = asShipped();
  const panel = await startPanel(stack, {
    ...shipped,
    env: { ...shipped.env, WEIR_VICTORIA_METRICS_URL: proxy.url },
  });
  await panel.claim();
  await launchPipeline(panel);
  console.log(`${await fillStore(stack)} series of ${HOURS} h are stored.`);
  const browser = await openBrowser();

  for (const id of ['pi', 'pipeline']) {
    const { panels } = await panel.json<DashboardRead>('GET', `/api/dashboards/${id}?span=${HOURS}`);
    const charts = panels.filter(isDrawn).length;
    const times: number[] = [];
    // The first warms the server up and does not count.
    for (let n = 0; n <= VIEWS; n++) {
      const ms = await view(browser, panel, `/look/${id}?span=${HOURS}`, charts);
      if (n > 0) times.push(ms);
    }
    const middle = median(times);
    const verdict = middle <= MOST_MS ? 'met' : 'MISSED';
    console.log(
      `${id}: ${panels.length} panels, ${charts} charts, ${HOURS} h, processor ÷ ${SLOWDOWN}, median of ${VIEWS}: ${Math.round(middle)} ms (≤ ${MOST_MS} ms: ${verdict})`,
    );
  }

  for (const count of [1, VIEWERS]) {
    const close = await openViewers(browser, panel, count, '/look/pi?span=1');
    await sleep(5000);
    proxy.take();
    await sleep(2 * INTERVAL_MS);
    console.log(`${count} viewers: ${proxy.take()} questions to the store in ${(2 * INTERVAL_MS) / 1000} s`);
    await close();
  }
  const overview = await memoryWith(browser, panel, '');
  const dashboard = await memoryWith(browser, panel, '/look/pi?span=24');
  const growth = dashboard / overview;
  const verdict = growth <= MOST_GROWTH ? 'met' : 'MISSED';
  console.log(
    `panel with ${VIEWERS} viewers: ${overview.toFixed(1)} MB on the overview, ${dashboard.toFixed(1)} MB on a dashboard, ${growth.toFixed(3)}× (≤ ${MOST_GROWTH}×: ${verdict})`,
  );
  await browser.close();
  await panel.stop();
  proxy.close();
});
