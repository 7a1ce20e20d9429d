import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptShares } from '@/lib/server/budget/kept';
import { AppError } from '@/lib/server/errors';
import type { Scrape } from '@/lib/server/live/scrape-now';
import { shippedTexts } from '../../support/fixtures/shipped-texts';
import { forgetProcessState } from '../../support/panel/route-call';

const { scrapeNow } = vi.hoisted(() => ({ scrapeNow: vi.fn<(job: string) => Promise<Scrape | null>>() }));
vi.mock('@/lib/server/live/scrape-now', () => ({ scrapeNow }));

const MINUTE = 60_000;
/** Of four series the shipped list keeps one. */
const ANSWER = { text: 'node_load1 1\nnode_xfs_a 1\nnode_xfs_b 1\nnode_xfs_c 1\n', atMs: 0 };
const target = (job: string, state: 'up' | 'down' = 'up') => ({ job, instance: `${job}:1`, state });
const texts = shippedTexts();
const ask = (targets = [target('node-exporter')], files = texts) => keptShares(targets, files, texts);

beforeEach(() => {
  vi.useFakeTimers();
  forgetProcessState();
  scrapeNow.mockReset().mockResolvedValue(ANSWER);
});
afterEach(() => vi.useRealTimers());

describe('the part that a filter keeps', () => {
  test('is counted on what the exporter answers, once in five minutes however often it is asked for', async () => {
    for (let i = 0; i < 9; i++) {
      expect(await ask()).toEqual(new Map([['node-exporter', 0.25]]));
      await vi.advanceTimersByTimeAsync(MINUTE / 2);
    }
    expect(scrapeNow).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await ask();
    expect(scrapeNow).toHaveBeenCalledTimes(2);
  });

  test('is counted anew when the filter is another one', async () => {
    await ask();
    const config = (texts.get('vmagent-config') ?? '').replace(
      'node_(boot_time_seconds|',
      'node_(xfs_a|boot_time_seconds|',
    );
    expect(await ask(undefined, shippedTexts({ 'vmagent-config': config }))).toEqual(
      new Map([['node-exporter', 0.5]]),
    );
  });

  test('never asks for what may cost, nor a target that is down', async () => {
    await ask([target('stackdriver-exporter'), target('yace', 'down')]);
    expect(scrapeNow.mock.calls.map(([job, , mayCost]: unknown[]) => [job, mayCost])).toEqual([
      ['stackdriver-exporter', false],
    ]);
  });

  test('is missing where the exporter fails, which is asked again after a minute', async () => {
    scrapeNow.mockRejectedValue(new AppError('service-unhealthy', 'It does not answer.'));
    expect(await ask()).toEqual(new Map());
    expect(await ask()).toEqual(new Map());
    expect(scrapeNow).toHaveBeenCalledTimes(1);
    scrapeNow.mockResolvedValue(ANSWER);
    await vi.advanceTimersByTimeAsync(MINUTE + 1000);
    expect((await ask()).size).toBe(1);
  });

  test('does not keep the page waiting for one that is slow, and has it the next time', async () => {
    let answer: (scrape: Scrape) => void = () => undefined;
    scrapeNow.mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const first = ask();
    await vi.advanceTimersByTimeAsync(4000);
    expect(await first).toEqual(new Map());
    answer(ANSWER);
    expect((await ask()).get('node-exporter')).toBe(0.25);
    expect(scrapeNow).toHaveBeenCalledTimes(1);
  });
});
