import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as readBudget } from '@/app/api/budget/route';
import { PUT as apply, GET as read } from '@/app/api/settings/route';
import { GET as status } from '@/app/api/status/route';
import type { Budget } from '@/lib/schemas/budget';
import type { ChangeStarted, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import type { Status } from '@/lib/schemas/status';
import { recoverApply } from '@/lib/server/change/recover';
import { live, startLive } from '@/lib/server/live/live';
import { startLaunch } from '@/lib/server/setup/launch';
import { followTask } from '@/lib/server/tasks/follow';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'budget' });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  startLive();
});
afterAll(async () => {
  live().sampler.stop();
  await stack?.remove();
});

/** Asks the database itself, not the panel. */
async function query(promql: string): Promise<number | null> {
  const [sample] = await queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql);
  return sample?.value ?? null;
}

/** What vmagent says that it was started with. */
async function brakeFlag(): Promise<string | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${stack.ports.VMAGENT_PORT}/metrics`)).text();
  return /^flag\{name="remoteWrite.maxHourlySeries", value="([^"]*)"/m.exec(text)?.[1];
}

async function changed(change: SettingsChange): Promise<void> {
  const { revision } = await owner.call<Settings>(read);
  const headers = { 'if-match': `"${revision}"` };
  const request = panelRequest('/api/settings', {
    method: 'PUT',
    body: change,
    cookie: owner.cookie,
    headers,
  });
  const { taskId } = (await (await apply(request)).json()) as ChangeStarted;
  if (taskId !== null) expect((await owner.task(taskId)).error).toBeNull();
}

const budgetWhen = (what: string, isSo: (budget: Budget) => boolean) =>
  waitFor(
    what,
    async () => {
      const budget = await owner.call<Budget>(readBudget);
      return isSo(budget) ? budget : null;
    },
    { timeoutMs: 60_000, everyMs: 1000 },
  );
const findings = async () => (await owner.call<Status>(status)).verdict.findings.map(({ id }) => id);

const FAST = { intervalSeconds: 5, timeoutSeconds: null };

describe('the budget of a running pipeline', () => {
  test('counts what the store then has: series in all, and of each job', async () => {
    const change: SettingsChange = {
      destination: { kind: 'local' },
      sources: {
        pi: { enabled: true },
        containers: { enabled: false },
        aws: { enabled: false, accessKeyId: '', regions: [] },
        gcp: { enabled: false, projectId: '' },
      },
      scrape: { vmagent: FAST, 'node-exporter': FAST },
      labels: { cluster: 'budget' },
    };
    const task = await followTask(
      () => startLaunch({ change }),
      () => undefined,
    );
    expect(task.error).toBeNull();
    owner = await claim();
    const budget = await waitFor('the same count of each job in the store', async () => {
      const budget = await owner.call<Budget>(readBudget);
      const counted = budget.jobs.filter(({ kept }) => kept !== null).map(({ job }) => job);
      if (!['node-exporter', 'vmagent'].every((name) => counted.includes(name))) return null;
      for (const { job: name, kept } of budget.jobs) {
        const own = (await query(`scrape_samples_post_metric_relabeling{job="${name}"}`)) ?? 0;
        // The part that is kept is counted every five minutes. vmagent's own metrics become more while it starts, and
        // node_exporter's with each disk that another test mounts.
        if (Math.abs((kept ?? 0) - own - 7) > own * (name === 'vmagent' ? 0.15 : 0.05)) return null;
      }
      return budget;
    });
    // vmagent's own count is approximate, and the first seconds are not in the store yet. Both count what has ended
    // too: other tests' networks come and go.
    await waitFor('the same count in the store', async () => {
      const there = (await query('count(last_over_time({cluster="budget"}[1h]))')) ?? 0;
      const { series } = await owner.call<Budget>(readBudget);
      return there > 200 && Math.abs((series ?? 0) - there) / there < 0.02;
    });
    expect(budget.brake).toEqual({ maxSeries: 14_000, droppedSamples: 0 });
    expect(budget.limits).toEqual({ series: null, pointsPerMinute: null });
    await waitFor('as many data points a minute in the store', async () => {
      const points = ((await query('sum(count_over_time({cluster="budget"}[20s]))')) ?? 0) * 3;
      const { pointsPerMinute } = await owner.call<Budget>(readBudget);
      return points > 0 && Math.abs((pointsPerMinute ?? 0) - points) / points < 0.2;
    });
  });

  test('says what the sources that are off would add', async () => {
    const { forecasts } = await owner.call<Budget>(readBudget);
    expect(forecasts.map(({ source }) => source)).toEqual(['containers', 'aws', 'gcp']);
    // Other tests start and end containers meanwhile.
    await waitFor('as many containers as the engine runs', async () => {
      const running = (await stack.engine.docker('ps', '-q')).split('\n').filter(Boolean).length;
      const { forecasts } = await owner.call<Budget>(readBudget);
      return forecasts[0]?.containers === running;
    });
  });

  test('the plan’s numbers touch no service; close to them is a finding, where the destination has a plan', async () => {
    const before = await stack.containerId('vmagent');
    const { series } = await owner.call<Budget>(readBudget);
    const plan = { series: Math.floor((series ?? 0) * 1.05), pointsPerMinute: null, maxSeries: 14_000 };
    await changed({ plan });
    expect(await stack.containerId('vmagent')).toBe(before);
    expect(await findings()).not.toContain('budget-series');
    stack.setEnv({ WEIR_DESTINATION: 'other' });
    await waitFor('the finding', async () => (await findings()).includes('budget-series'), {
      timeoutMs: 30_000,
    });
    stack.setEnv({ WEIR_DESTINATION: 'local' });
    await waitFor('no finding', async () => !(await findings()).includes('budget-series'), {
      timeoutMs: 30_000,
    });
  });

  test('the brake holds what it says: the store gets no more series, and the loss is told', async () => {
    const full = { mode: 'full', rules: [] } as const;
    await changed({
      plan: { series: null, pointsPerMinute: null, maxSeries: 1000 },
      filters: { vmagent: { ...full, rules: [] }, 'node-exporter': { ...full, rules: [] } },
      labels: { cluster: 'braked' },
    });
    expect(await brakeFlag()).toBe('1000');
    const { brake } = await budgetWhen('a loss', (budget) => (budget.brake.droppedSamples ?? 0) > 0);
    expect(brake.maxSeries).toBe(1000);
    await waitFor('the finding', async () => (await findings()).includes('losing-series-brake'), {
      timeoutMs: 30_000,
    });
    const stored = await waitFor('the series up to the brake', async () => {
      const there = (await query('count({cluster="braked"})')) ?? 0;
      return there > 900 ? there : null;
    });
    expect(stored).toBeLessThanOrEqual(1030);
  });

  test('without a brake everything is sent, and vmagent goes on counting within its memory', async () => {
    await changed({
      plan: { series: null, pointsPerMinute: null, maxSeries: null },
      labels: { cluster: 'free' },
    });
    expect(await brakeFlag()).toBe('1000000');
    // The first reading may still be of the vmagent before.
    const { brake } = await budgetWhen(
      'more than the brake let through, and nothing dropped',
      ({ series, brake }) => (series ?? 0) > 1100 && brake.droppedSamples === 0,
    );
    expect(brake.maxSeries).toBeNull();
    await expect.poll(() => query('count({cluster="free"})'), { timeout: 30_000 }).toBeGreaterThan(1100);
    const resident = await query('process_resident_memory_bytes{job="vmagent",cluster="free"}');
    expect(resident).toBeLessThan(120e6);
  });

  test('a source at its own limit takes no room of the others, and that is told', async () => {
    const most = 100;
    const stored = (job: string) => query(`count({cluster="limited",job="${job}"})`);
    await changed({ seriesLimits: { 'node-exporter': most }, labels: { cluster: 'limited' } });
    const { jobs } = await owner.call<Budget>(readBudget);
    expect(jobs.find(({ job }) => job === 'node-exporter')?.limit).toBe(most);
    await waitFor('the finding', async () => (await findings()).includes('series-limit-node-exporter'));
    await waitFor('all of vmagent’s own', async () => ((await stored('vmagent')) ?? 0) > 300);
    // With what vmagent adds of itself for a target with a limit; its count is approximate.
    expect(await stored('node-exporter')).toBeGreaterThan(most * 0.8);
    expect(await stored('node-exporter')).toBeLessThan(most + 30);

    await changed({ seriesLimits: { 'node-exporter': null } });
    await waitFor('all of it', async () => ((await stored('node-exporter')) ?? 0) > most + 100);
    await waitFor('no finding', async () => !(await findings()).includes('series-limit-node-exporter'));
  });
});
