import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { bundle } from '../drill/bundle.ts';
import { type Panel, type PanelOptions, startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import type { TempStack } from '../support/stack/stack.ts';
import { type KillFigures, measureKills } from './kills.ts';
import { type Memory, median, memoryOf } from './processes.ts';
import { openStreams, startCountingProxy } from './viewers.ts';

const WINDOW_SECONDS = 60;
export const MANY = 50;
const MANY_MINUTES = 5;
const TICKS = 20;
/** How often the panel samples while someone watches. */
const TICK_MS = 2000;

export interface LiveFigures {
  /** Requests a minute that the panel makes to vmagent with one viewer and with many. */
  requests: [number, number];
  /** After each minute with many viewers. */
  memory: Memory[];
  bytesPerViewerMinute: number;
  /** Median time that a sample takes, most of it waiting for vmagent and the engine. */
  tickMs: number;
  /** Median time of a verdict on 10,000 targets, a hundred of them down. */
  verdictMs: number;
  kills: KillFigures;
}

export async function measureLive(stack: TempStack, options: PanelOptions): Promise<LiveFigures> {
  const verdictMs = Number(
    execFileSync(process.execPath, [await bundle(path.join(import.meta.dirname, 'verdict.ts'))]).toString(),
  );
  const proxy = await startCountingProxy(stack.env.WEIR_VMAGENT_URL ?? '');
  const panel = await startPanel(stack, { ...options, env: { ...options.env, WEIR_VMAGENT_URL: proxy.url } });
  try {
    await panel.login();
    console.error('weir: requests to vmagent with one viewer');
    const kills = await measureKills(stack, panel);
    const one = await openStreams(panel, 1);
    await sleep(5000);
    proxy.take();
    const tickMs = await medianTick(panel);
    await sleep(WINDOW_SECONDS * 1000 - TICKS * TICK_MS);
    const requests: [number, number] = [proxy.take(), 0];
    await one.close();

    const many = await openStreams(panel, MANY);
    await sleep(5000);
    proxy.take();
    const before = many.bytes();
    const memory = await memoryEachMinute(panel, MANY_MINUTES);
    requests[1] = proxy.take() / MANY_MINUTES;
    const bytesPerViewerMinute = (many.bytes() - before) / MANY / MANY_MINUTES;
    await many.close();
    return { requests, memory, bytesPerViewerMinute, tickMs, verdictMs, kills };
  } finally {
    await panel.stop();
    proxy.close();
  }
}

/** After each minute of those that are watched. */
export async function memoryEachMinute(panel: Panel, minutes: number): Promise<Memory[]> {
  const memory: Memory[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000);
    const now = memoryOf(panel.pid);
    console.error(
      `weir: ${MANY} viewers, minute ${minute} of ${minutes}: ${now.anonMb.toFixed(1)} MB anonymous`,
    );
    memory.push(now);
  }
  return memory;
}

async function medianTick(panel: Panel): Promise<number> {
  const times: number[] = [];
  for (let tick = 0; tick < TICKS; tick++) {
    await sleep(TICK_MS);
    const text = await (await panel.request('GET', '/metrics')).text();
    times.push(Number(text.match(/^weir_sampler_tick_seconds (\S+)$/m)?.[1]) * 1000);
  }
  return median(times);
}
