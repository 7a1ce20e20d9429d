import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteWritten, readWritten } from '@/lib/server/live/written';
import { hub } from '@/lib/server/sampler/hub';
import { snapshots } from '../../../support/fixtures/snapshots';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { type RunningProcess, startVictoriaMetrics } from '../../../support/stack/vmagent-process';

/** The real store, and this very process: both say what they have written. */

let store: RunningProcess;
beforeAll(async () => {
  store = await startVictoriaMetrics('trixie');
  process.env.WEIR_VICTORIA_METRICS_URL = store.url;
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${await freePort()}`;
});
afterAll(async () => store?.stop());

const counter = async () =>
  /^process_io_storage_written_bytes_total .*/m.exec(await (await fetch(`${store.url}/metrics`)).text())?.[0];

test('what is written is known of whoever tells, and unknown of whoever does not', async () => {
  const { services } = snapshots.local;
  hub().publish({ ...snapshots.local, services: services.map((one) => ({ ...one, state: 'running' })) });
  for (let minutes = 0; minutes <= 50; minutes += 10) await noteWritten(minutes * 60_000);
  const before = await counter();
  const lines = Array.from({ length: 5000 }, (_, index) => `pond{bird="${index}"} ${index}`);
  await fetch(`${store.url}/api/v1/import/prometheus`, { method: 'POST', body: lines.join('\n') });
  await fetch(`${store.url}/internal/force_flush`);
  // What it tells of itself is a second old at most.
  await waitFor('a counter that has grown', async () => (await counter()) !== before);
  await noteWritten(3_600_000);
  const { seconds, services: told } = await readWritten(3_600_000);
  const of = (name: string) => told.find((one) => one.name === name)?.bytesPerDay;
  expect(seconds).toBe(3600);
  expect(of('victoria-metrics')).toBeGreaterThan(0);
  expect(of('weir')).toBeGreaterThanOrEqual(0);
  expect([of('vmagent'), of('yace')]).toEqual([null, null]);
});
