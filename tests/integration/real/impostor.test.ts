import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureCompose } from '../../support/debian';
import { impostorDrills } from '../../support/drills/answers';
import { type Row, runDrill } from '../../support/drills/drill';
import { type Lane, openLane } from '../../support/drills/lane';
import { type Store, startStore } from '../../support/drills/store';
import { drillTable } from '../../support/drills/table';
import { ensureEngine } from '../../support/engine';
import { FakeDestination } from '../../support/fake-destination';
import { ensureImages } from '../../support/images';

/**
 * A fake captive portal before a real VictoriaMetrics, a real vmagent and the built panel: numbered samples that are
 * gone although vmagent counts every request as a success.
 */
let store: Store;
let lane: Lane;
const rows: Row[] = [];

beforeAll(async () => {
  process.env.DOCKER_CONFIG = await ensureCompose();
  const engine = await ensureEngine();
  await ensureImages(engine);
  store = await startStore(engine);
  const gate = new FakeDestination(store.url, { host: store.address });
  await gate.open();
  lane = await openLane({ name: 'impostor', store, gate, engine });
});

afterAll(async () => {
  await lane?.close();
  await store?.remove();
  console.log(drillTable(rows, 0));
});

test.each(impostorDrills)('$what is a loss, told within a minute', { timeout: 600_000 }, async (drill) => {
  const found = await runDrill(lane, drill);
  rows.push(...found);
  await lane.viewer.gone(drill.finding, 60_000);
  for (const row of found) {
    expect(row).toMatchObject({ claim: 'lost', isLost: true });
  }
});
