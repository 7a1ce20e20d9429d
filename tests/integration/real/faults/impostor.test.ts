import { afterAll, beforeAll, expect, test } from 'vitest';
import { impostorDrills } from '../../../support/drills/answers';
import { type Row, runDrill } from '../../../support/drills/drill';
import type { Lane } from '../../../support/drills/lane';
import { openLoneLane } from '../../../support/drills/lone-lane';
import { drillTable } from '../../../support/drills/table';

/**
 * A fake captive portal before a real VictoriaMetrics, a real vmagent and the built panel: numbered samples that are
 * gone although vmagent counts every request as a success.
 */
let lane: Lane;
const rows: Row[] = [];

beforeAll(async () => {
  lane = await openLoneLane({ name: 'impostor' });
});

afterAll(async () => {
  await lane?.close();
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
