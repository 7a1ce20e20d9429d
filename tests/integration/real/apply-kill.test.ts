import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeJournal, writeJournal } from '@/lib/server/apply/journal';
import { nextRevisionId } from '@/lib/server/apply/revisions';
import { startApply } from '@/lib/server/services/apply';
import { recoverApply } from '@/lib/server/services/apply-recover';
import { unsettledReason } from '@/lib/server/services/apply-state';
import { startLaunch } from '@/lib/server/services/launch';
import { isRunningConfig, readRunningConfig } from '@/lib/server/vmagent/running-config';
import { bundleDriver } from '../../drill/bundle';
import { duration, firstStart, strike } from '../../drill/drill';
import { type Kind, kinds } from '../../drill/kinds';
import { drillStack } from '../../drill/stack';
import { intervalOf } from '../../support/apply';
import { waitFor } from '../../support/exec';
import { forgetProcessState } from '../../support/route-call';
import type { TempStack } from '../../support/stack';

let stack: TempStack;
let driver: string;
const CONFIG = 'config/vmagent/prometheus.yml';

beforeAll(async () => {
  stack = await drillStack('kill');
  driver = await bundleDriver();
  await firstStart(driver, stack);
});
afterAll(() => stack?.remove());

describe('a transaction that is killed', () => {
  // Where in it is left to chance, early, in the middle and late; `npm run drill` does this hundreds of times.
  test.each<Kind>(kinds)(
    '%s: files, services and history fit together after the next start',
    async (kind) => {
      let round = kinds.indexOf(kind) * 1000;
      const longest = await duration(driver, stack, kind, ++round);
      for (const [part, secondMs] of [
        [0.1, null],
        [0.5, 700],
        [0.9, null],
      ] as const) {
        const delayMs = longest * (part + 0.1 * Math.random());
        const { outcome } = await strike(driver, stack, { kind, round: ++round, delayMs, secondMs });
        expect(outcome, `${kind} killed after ${Math.round(delayMs)} ms`).toMatch(/^(before|after)$/);
      }
    },
  );
});

describe('a change that was cut short while the engine is away', () => {
  test('has its files put back at once; nothing else begins until the services are put back too', async () => {
    const good = stack.read(CONFIG);
    const bad = good.replace(/cluster: .*/, 'cluster: cut-short');
    Object.assign(process.env, stack.env, {
      WEIR_LOG_LEVEL: 'silent',
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    });
    forgetProcessState();
    stack.write(CONFIG, bad);
    await fetch(`${stack.env.WEIR_VMAGENT_URL}/-/reload`);
    await writeJournal({
      atMs: 0,
      title: 'Labels',
      revisionId: await nextRevisionId(),
      revision: 'f'.repeat(16),
      files: [{ id: 'vmagent-config', before: good, after: bad }],
      touched: ['vmagent-config'],
      effects: [{ kind: 'reload', service: 'vmagent' }],
      wereStopped: [],
    });

    await recoverApply();
    expect(stack.read(CONFIG)).toBe(good);
    await waitFor('the reason', () => unsettledReason()?.includes('Docker Engine does not answer'));
    const wish = { who: 'owner', reason: null, ifMatch: '*', edit: intervalOf('yace', 60) } as const;
    await expect(startApply(wish)).rejects.toMatchObject({ code: 'job-running' });
    expect(() => startLaunch()).toThrow(/put back/);

    Object.assign(process.env, stack.env);
    const shared = (globalThis as { __weir?: Record<string, unknown> }).__weir ?? {};
    for (const name of ['env', 'docker']) delete shared[name];
    await waitFor('everything settled', () => unsettledReason() === null, { timeoutMs: 60_000 });
    expect(isRunningConfig(await readRunningConfig(), good)).toBe(true);
  });

  test('a file that somebody edited meanwhile stays as it is', async () => {
    const good = stack.read(CONFIG);
    stack.write(CONFIG, good.replace(/cluster: .*/, 'cluster: by-hand'));
    await writeJournal({
      atMs: 0,
      title: 'Labels',
      revisionId: await nextRevisionId(),
      revision: 'f'.repeat(16),
      files: [{ id: 'vmagent-config', before: good, after: `${good}# after\n` }],
      touched: ['vmagent-config'],
      effects: [],
      wereStopped: [],
    });
    await recoverApply();
    await waitFor('everything settled', () => unsettledReason() === null, { timeoutMs: 60_000 });
    expect(stack.read(CONFIG)).toContain('cluster: by-hand');
    await removeJournal();
  });
});
