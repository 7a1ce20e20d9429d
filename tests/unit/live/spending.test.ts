import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prices } from '@/lib/pipeline/sources/prices';
import type { SourceSample } from '@/lib/schemas/snapshot';
import { loadSpending, meterSources, meters } from '@/lib/server/live/spending';
import { NO_METER, spendingOf } from '@/lib/server/sampler/steps/meter';
import { forgetProcessState, freshPanel } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

const START_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
let panel: ReturnType<typeof freshPanel>;
const file = () => path.join(panel.stateDir, 'spending.json');

beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

const aws = (total: number): SourceSample => ({
  ...{ id: 'aws', enabled: true, state: 'flowing', message: null, samples: 1, samplesPerSecond: 1 },
  billed: {
    ...{ round: { least: 1, most: 1, lists: 0 }, total, lists: 0 },
    ...{ everySeconds: 300, resources: 7 },
  },
});
const units = () =>
  meters()
    .get('aws')
    ?.hours.reduce((sum, hour) => sum + hour.units, 0);

test('what was billed survives a restart of the panel, with what grew meanwhile', async () => {
  meterSources([aws(1)], START_MS);
  expect(meters().size).toBe(0);
  await loadSpending();
  meterSources([aws(100)], START_MS, 0);
  meterSources([aws(133)], START_MS + HOUR_MS, HOUR_MS);
  await waitFor('the file', () => existsSync(file()));
  await waitFor('what was saved last', async () => {
    forgetProcessState();
    await loadSpending();
    return units() === 33;
  });
  meterSources([aws(166)], START_MS + 2 * HOUR_MS);
  expect(units()).toBeCloseTo(66);
});

test('a damaged file is as none', async () => {
  writeFileSync(file(), '{"aws": 1}');
  await loadSpending();
  expect(meters().size).toBe(0);
});

test('a clock that is wrong after a start of the machine, and is set then, forgets no hour', async () => {
  await loadSpending();
  for (let hour = 0; hour <= 30; hour += 1)
    meterSources([aws(hour * 33)], START_MS + hour * HOUR_MS, hour * HOUR_MS);
  await waitFor('the file', () => existsSync(file()));
  await waitFor('what was saved last', async () => {
    forgetProcessState();
    await loadSpending();
    return units() === 30 * 33;
  });
  const yearMs = 365 * 24 * HOUR_MS;
  const minuteMs = 60_000;
  const onMs = START_MS + 31 * HOUR_MS;
  meterSources([aws(0)], onMs - yearMs, 0);
  meterSources([aws(1)], onMs - yearMs + minuteMs, minuteMs);
  meterSources([aws(2)], onMs + 2 * minuteMs, 2 * minuteMs);
  expect(units()).toBeCloseTo(30 * 33 + 2);
  const hours = meters().get('aws')?.hours ?? [];
  expect(hours.at(-1)?.hour).toBe(Math.floor(onMs / HOUR_MS));
  expect(hours.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(30 * 3600 + 120);
});

test('a panel that starts while the clock is days ahead does not make the days before look cheap', async () => {
  await loadSpending();
  for (let hour = 0; hour <= 100; hour += 1)
    meterSources([aws(hour * 400)], START_MS + hour * HOUR_MS, hour * HOUR_MS);
  await waitFor('the file', () => existsSync(file()));
  await waitFor('what was saved last', async () => {
    forgetProcessState();
    await loadSpending();
    return units() === 100 * 400;
  });
  const aheadMs = 72 * HOUR_MS;
  const onMs = START_MS + 100 * HOUR_MS;
  meterSources([aws(100 * 400)], onMs + aheadMs, 0);
  for (let hour = 1; hour <= 30; hour += 1)
    meterSources([aws((100 + hour) * 400)], onMs + hour * HOUR_MS, hour * HOUR_MS);
  const { day, before } = spendingOf('aws', meters().get('aws') ?? NO_METER, prices) ?? {};
  expect(day?.units).toBeCloseTo(24 * 400);
  expect(before?.units).toBeCloseTo(24 * 400);
});
