import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Changes } from '@/lib/schemas/revision';
import { removeJournal, writeJournal } from '@/lib/server/apply/journal';
import { nextRevisionId } from '@/lib/server/apply/revisions';
import { startApply } from '@/lib/server/services/apply';
import { recoverApply } from '@/lib/server/services/apply-recover';
import { unsettledReason } from '@/lib/server/services/apply-state';
import { startLaunch } from '@/lib/server/services/launch';
import { isRunningConfig, readRunningConfig } from '@/lib/server/vmagent/running-config';
import { bundleDriver } from '../../drill/bundle';
import { firstStart, strike } from '../../drill/drill';
import { type Kind, kinds } from '../../drill/kinds';
import { drillStack } from '../../drill/stack';
import { intervalOf } from '../../support/apply';
import { waitFor } from '../../support/exec';
import { startPanel } from '../../support/panel';
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

/** About how long an apply of the kind takes, in milliseconds; `npm run drill` measures it and kills hundreds. */
const lengths: Record<Kind, number> = {
  reload: 500,
  token: 3500,
  'yace-file': 700,
  'yace-clock': 1500,
  'vmagent-flag': 2000,
  source: 5000,
  adopt: 600,
  many: 4500,
  'bad-flag': 3500,
};

describe('a transaction that is killed', () => {
  test.each<Kind>(kinds)(
    '%s: files, services and history fit together after the next start',
    async (kind) => {
      const round = 1 + kinds.indexOf(kind);
      const delayMs = lengths[kind] * Math.random();
      // Each third recovery is killed too.
      const secondMs = round % 3 === 0 ? 700 : null;
      const { outcome } = await strike(driver, stack, { kind, round, delayMs, secondMs });
      expect(outcome, `${kind} killed after ${Math.round(delayMs)} ms`).toMatch(/^(before|after)$/);
    },
  );
});

describe('the panel itself', () => {
  test('killed in the middle of a change, it puts everything back when it starts again', async () => {
    const before = stack.read('.env');
    const doomed = await startPanel(stack);
    await doomed.claim();
    const body = { buffer: { maxBytes: 5 * 2 ** 30 }, retention: { days: 33 } };
    const answer = await doomed.request('PUT', '/api/settings', body, { 'if-match': '*' });
    expect(answer.status).toBe(202);
    await waitFor('the files to be written', () => stack.read('.env') !== before, { everyMs: 5 });
    process.kill(doomed.pid, 'SIGKILL');
    expect(existsSync(path.join(stack.stateDir, 'apply.json'))).toBe(true);

    const panel = await startPanel(stack);
    try {
      // Before the first answer, and so before anything else reads them.
      expect(stack.read('.env')).toBe(before);
      await panel.login();
      const settled = () => panel.json<Changes>('GET', '/api/changes');
      await waitFor('everything settled', async () => (await settled()).unsettled === null, {
        timeoutMs: 60_000,
      });
      expect(await settled()).toMatchObject({ handEdits: [], drift: [] });
      expect(existsSync(path.join(stack.stateDir, 'apply.json'))).toBe(false);
    } finally {
      await panel.stop();
    }
  });
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
