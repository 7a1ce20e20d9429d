import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { countApplyResults } from '@/lib/server/change/records/results';
import { incidents } from '@/lib/server/incidents/incidents';
import { readPanelMetrics } from '@/lib/server/live/panel-metrics';
import { hub } from '@/lib/server/sampler/hub';
import { startTask } from '@/lib/server/tasks/tasks';
import { snapshots } from '../../support/fixtures/snapshots';
import { forgetProcessState, freshPanel } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

const lines = async (name: string) => {
  const text = await readPanelMetrics();
  return text.split('\n').filter((line) => line.startsWith(name));
};
const job = (run: () => Promise<string>) =>
  new Promise<void>((resolve) => {
    startTask({ kind: 'apply', title: 'A change', service: null, steps: [] }, async () => {
      setImmediate(resolve);
      return run();
    });
  });

describe('what the panel tells machines', () => {
  test('every open finding with its severity, and none that has gone', async () => {
    hub().publish(snapshots.waiting);
    expect(await lines('weir_finding{')).toEqual([
      'weir_finding{id="waiting-wrong-token",severity="waiting"} 1',
    ]);
    hub().publish(snapshots.delivering);
    expect(await lines('weir_finding{')).toEqual([]);
  });

  test('every incident that is not over, under its id, with its beginning', async () => {
    incidents().onSnapshot(snapshots.waiting);
    const [open] = Object.values(incidents().open());
    const line = `weir_incident_start_time_seconds{incident="${open?.id}",finding="waiting-wrong-token"} ${(open?.sinceMs ?? 0) / 1000}`;
    expect(await lines('weir_incident_start_time_seconds{')).toEqual([line]);
    // What comes back within three minutes has not been away.
    incidents().onSnapshot(snapshots.delivering);
    expect(await lines('weir_incident_start_time_seconds{')).toEqual([line]);
  });

  test('the verdict and delivery, each state with 0 or 1', async () => {
    hub().publish(snapshots.waiting);
    expect(await lines('weir_verdict_state{')).toContain('weir_verdict_state{state="degraded"} 1');
    expect(await lines('weir_verdict_state{')).toHaveLength(5);
    expect(await lines('weir_delivery_state{')).toContain('weir_delivery_state{state="waiting"} 1');
  });

  test('seconds until the buffer is full, left out while that is not known', async () => {
    hub().publish(snapshots.waiting);
    expect(await lines('weir_buffer_seconds_to_full ')).toEqual(['weir_buffer_seconds_to_full 111600']);
    hub().publish(snapshots.delivering);
    expect(await lines('weir_buffer_seconds_to_full ')).toEqual([]);
    expect(await lines('weir_buffer_offline_seconds ')).toEqual(['weir_buffer_offline_seconds 587520']);
  });

  test('which panel it is, under an id that stays, and where it is reached', async () => {
    const [line = ''] = await lines('weir_panel_info{');
    expect(line).toMatch(/^weir_panel_info\{panel="[0-9a-f]{16}",address=""\} 1$/);
    forgetProcessState();
    expect(await lines('weir_panel_info{')).toEqual([line]);
    vi.stubEnv('WEIR_HOST_NAME', 'attic');
    vi.stubEnv('WEIR_PORT', '192.168.0.4:8431');
    forgetProcessState();
    expect(await lines('weir_panel_info{')).toEqual([line.replace('""', '"http://attic.local:8431"')]);
    vi.unstubAllEnvs();
  });

  test('the shortest interval of a source, left out where none is read', async () => {
    const { delivering } = snapshots;
    const [first, second] = delivering.targets.filter(({ source }) => source !== null);
    if (!first || !second) throw new Error('Too few targets.');
    const own = delivering.targets.filter(({ source }) => source === null);
    const targets = [
      ...own.map((target) => ({ ...target, intervalSeconds: 5 })),
      { ...first, intervalSeconds: 60 },
      { ...second, intervalSeconds: 15 },
    ];
    hub().publish({ ...delivering, targets });
    expect(await lines('weir_scrape_interval_seconds ')).toEqual(['weir_scrape_interval_seconds 15']);
    hub().publish({ ...delivering, targets: own });
    expect(await lines('weir_scrape_interval_seconds ')).toEqual([]);
  });

  test('few enough series for the smallest plan, with every kind of value there', async () => {
    countApplyResults();
    hub().publish(snapshots.losing);
    const all = (await lines('')).filter((line) => line !== '' && !line.startsWith('#'));
    // Each kind of finding that is open adds one; 13 at once were never seen.
    expect(all.length).toBeLessThan(45);
  });

  test('how changes ended, from nought on', async () => {
    countApplyResults();
    countApplyResults();
    expect(await lines('weir_apply_results_total{')).toHaveLength(4);
    await job(async () => 'Applied.');
    await job(async () => {
      throw new Error('no');
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await lines('weir_apply_results_total{')).toEqual([
      'weir_apply_results_total{kind="launch",result="succeeded"} 0',
      'weir_apply_results_total{kind="launch",result="failed"} 0',
      'weir_apply_results_total{kind="apply",result="succeeded"} 1',
      'weir_apply_results_total{kind="apply",result="failed"} 1',
    ]);
  });
});
