// What the panel costs, beside a bare Next.js app in the same run: npm run bench (about 20 minutes; needs root for
// the memory figures, a Docker Engine and a build). The panel runs with the flags of its image; the bare app runs
// twice, as Next starts it and with the panel's flags. Each server gets a copy of the Node binary of its own, so that
// memory shared with other processes does not make it look smaller.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { type Panel, type PanelOptions, startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { runDir } from '../support/run/run-dir.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { buildBareNext, removeBareNext } from './bare-next.ts';
import { type LiveFigures, measureLive } from './live.ts';
import { onEngine } from './on-engine.ts';
import { cpuOf, type Memory, median, memoryOf } from './processes.ts';
import { type FirstLoad, firstLoad, openBrowser, openViewers } from './viewers.ts';

const IDLE_SECONDS = 30;
const WINDOW_SECONDS = 60;
const STARTS = 5;

interface Figures {
  idle: Memory;
  idleCpu: number;
  watchedCpu: number;
  five: Memory;
  fiveCpu: number;
  load: FirstLoad;
  startMs: number;
}

/** CPU seconds that the server uses in a minute from now. */
async function cpuPerMinute(server: Panel): Promise<number> {
  const before = cpuOf(server.pid);
  await sleep(WINDOW_SECONDS * 1000);
  return ((cpuOf(server.pid) - before) * 60) / WINDOW_SECONDS;
}

async function measure(name: string, browser: Browser, start: () => Promise<Panel>): Promise<Figures> {
  const starts: number[] = [];
  for (let run = 0; run <= STARTS; run++) {
    const server = await start();
    // The first one fills the page cache and does not count.
    if (run > 0) starts.push(server.startMs);
    await server.stop();
  }
  const server = await start();
  try {
    console.error(`${name}: idle`);
    if (name === 'weir') await server.login();
    await sleep(IDLE_SECONDS * 1000);
    const idle = memoryOf(server.pid);
    const idleCpu = await cpuPerMinute(server);
    const load = await firstLoad(browser, server);
    console.error(`${name}: one viewer`);
    const closeOne = await openViewers(browser, server, 1);
    await sleep(5000);
    const watchedCpu = await cpuPerMinute(server);
    await closeOne();
    console.error(`${name}: five viewers`);
    const closeFive = await openViewers(browser, server, 5);
    await sleep(5000);
    const fiveCpu = await cpuPerMinute(server);
    const five = memoryOf(server.pid);
    await closeFive();
    return { idle, idleCpu, watchedCpu, five, fiveCpu, load, startMs: median(starts) };
  } finally {
    await server.stop();
  }
}

const mb = (value: number) => `${value.toFixed(1)} MB`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const ms = (value: number) => `${value.toFixed(1)} ms`;
const seconds = (value: number) => `${value.toFixed(2)} s`;

function report(weir: Figures, bare: Figures, flagged: Figures, live: LiveFigures): void {
  const [one, fifty] = live.requests;
  const ratio = (a: number, b: number) => `${(a / b).toFixed(2)}×`;
  const verdict = (isMet: boolean, goal: string) => `${goal}: ${isMet ? 'met' : 'MISSED'}`;
  const memory = (what: string, pick: (figures: Figures) => Memory) => [
    `PSS (anonymous) ${what}`,
    `${mb(pick(weir).pssMb)} (${mb(pick(weir).anonMb)})`,
    ...[bare, flagged].flatMap((other) => [
      `${mb(pick(other).pssMb)} (${mb(pick(other).anonMb)})`,
      `${ratio(pick(weir).pssMb, pick(other).pssMb)} (${ratio(pick(weir).anonMb, pick(other).anonMb)})`,
    ]),
    [bare, flagged]
      .map((other, i) => verdict(pick(weir).pssMb <= 1.2 * pick(other).pssMb, i ? 'same flags' : '≤ 1.2×'))
      .join(', '),
  ];
  const cpu = (what: string, pick: (figures: Figures) => number) => [
    `CPU a minute, ${what}`,
    ...[seconds(pick(weir)), seconds(pick(bare)), '', seconds(pick(flagged))],
  ];
  const rows = [
    ['', 'Weir', 'bare Next.js', 'ratio', 'bare, same flags', 'ratio', 'goal'],
    memory('idle', (figures) => figures.idle),
    memory('after a minute with 5 viewers', (figures) => figures.five),
    cpu('idle', (figures) => figures.idleCpu),
    cpu('1 viewer', (figures) => figures.watchedCpu),
    cpu('5 viewers', (figures) => figures.fiveCpu),
    [
      'first load, compressed (scripts)',
      `${kb(weir.load.bytes)} (${kb(weir.load.scriptBytes)})`,
      `${kb(bare.load.bytes)} (${kb(bare.load.scriptBytes)})`,
      ratio(weir.load.bytes, bare.load.bytes),
      '',
      '',
      verdict(weir.load.bytes <= 200_000, '≤ 200 kB'),
    ],
    ['first load, requests', `${weir.load.requests}`, `${bare.load.requests}`],
    [
      `spawn to first 200, median of ${STARTS}`,
      `${Math.round(weir.startMs)} ms`,
      `${Math.round(bare.startMs)} ms`,
      ratio(weir.startMs, bare.startMs),
      `${Math.round(flagged.startMs)} ms`,
      ratio(weir.startMs, flagged.startMs),
    ],
    [
      'requests to vmagent a minute, 1 / 50 viewers',
      `${one} / ${fifty.toFixed(1)}`,
      '',
      '',
      '',
      '',
      verdict(Math.abs(fifty - one) <= 2, 'equal'),
    ],
    [
      'PSS (anonymous) with 50 viewers, after each minute',
      live.memory.map(({ pssMb, anonMb }) => `${pssMb.toFixed(0)} (${anonMb.toFixed(0)})`).join(', '),
    ],
    [
      'killed exporter on an open page (`docker wait` beside it), median',
      `${ms(live.kills.pageMs)} (${ms(live.kills.engineMs)})`,
      '',
      ratio(live.kills.pageMs, live.kills.engineMs),
    ],
    ['live stream, bytes a minute and viewer', kb(live.bytesPerViewerMinute)],
    ['a sample, median time', ms(live.tickMs)],
    ['CPU a sample with 1 viewer, the viewer’s part included', ms((weir.watchedCpu / 30) * 1000)],
    ['a verdict on 10,000 targets, median', ms(live.verdictMs)],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

const node = path.join(runDir('bench'), 'node');
copyFileSync(process.execPath, node);
await onEngine(async (engine) => {
  const bareDir = await buildBareNext();
  const stack = await tempStack({ name: 'bench', engine });
  const shipped = { node, ...asShipped() };
  const first = await startPanel(stack, shipped);
  await first.claim();
  await launchPipeline(first);
  await first.stop();
  const browser = await openBrowser();
  const startBare = (flags: PanelOptions) =>
    startPanel(stack, { node, serverDir: bareDir, readyPath: '/api/status', ...flags });
  const weir = await measure('weir', browser, () => startPanel(stack, shipped));
  const bare = await measure('bare Next.js', browser, () => startBare({}));
  const flagged = await measure('bare Next.js, same flags', browser, () => startBare(asShipped()));
  await browser.close();
  report(weir, bare, flagged, await measureLive(stack, shipped));
}, removeBareNext);
