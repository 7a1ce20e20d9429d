import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Changes } from '@/lib/schemas/revision';
import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { removeJournal, writeJournal } from '@/lib/server/change/records/journal';
import { nextRevisionId } from '@/lib/server/change/records/revisions';
import { recoverApply } from '@/lib/server/change/recover';
import { unsettledReason } from '@/lib/server/change/state';
import { startLaunch } from '@/lib/server/setup/launch';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { bundleDriver } from '../../../drill/bundle';
import { startOnce, strike } from '../../../drill/drill';
import type { FaultPoint } from '../../../drill/fault-point';
import { isUpdate, type Kind, kinds } from '../../../drill/kinds';
import { type DrillStack, drillStack } from '../../../drill/stack';
import { intervalOf } from '../../../support/panel/apply';
import { type Panel, startPanel } from '../../../support/panel/panel';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { isRunningConfig } from '../../../support/stack/running-config';
import type { TempStack } from '../../../support/stack/stack';
import { ensureHungImage, HUNG_IMAGE } from '../../../support/stack/stand-in-images';

let stack: DrillStack;
let driver: string;
let hung: Adoption;
const CONFIG = 'config/vmagent/prometheus.yml';
const MOST_TRIES = 5;

beforeAll(async () => {
  stack = await drillStack('kill');
  driver = await bundleDriver();
  await startOnce(driver, stack);
  hung = await adoptHung();
});
afterAll(async () => {
  await hung?.panel.stop();
  await hung?.stack.remove();
  await stack?.remove();
});

interface Adoption {
  stack: TempStack;
  panel: Panel;
  taskId: string;
  edited: string;
}

/** An edit by hand of which YACE can run and vmagent cannot: it starts and never answers, until the panel gives up. */
async function adoptHung(): Promise<Adoption> {
  const other = await drillStack('hung');
  await ensureHungImage(other.engine);
  const panel = await startPanel(other);
  await panel.claim();
  other.setEnv({ AWS_REGION: 'eu-west-3', VMAGENT_IMAGE: HUNG_IMAGE });
  const answer = await panel.request('POST', '/api/changes/adopt', { waiting: 'keep' }, { 'if-match': '*' });
  const { taskId } = (await answer.json()) as { taskId: string };
  return { stack: other, panel, taskId, edited: other.read('.env') };
}

/** Somewhere in a phase, for each kind another one. */
const points: Record<Kind, FaultPoint> = {
  reload: { phase: 'write', unit: 'files', at: 12 },
  token: { phase: 'verify', unit: 'ms', at: 1500 },
  'yace-file': { phase: 'act', unit: 'ms', at: 150 },
  'yace-clock': { phase: 'act', unit: 'ms', at: 500 },
  'vmagent-flag': { phase: 'write', unit: 'files', at: 25 },
  source: { phase: 'act', unit: 'ms', at: 2000 },
  adopt: { phase: 'act', unit: 'ms', at: 20 },
  many: { phase: 'verify', unit: 'files', at: 1 },
  update: { phase: 'watch', unit: 'ms', at: 2000 },
  'bad-flag': { phase: 'put back', unit: 'files', at: 5 },
  'bad-many': { phase: 'put back', unit: 'ms', at: 300 },
  'bad-adopt': { phase: 'act', unit: 'ms', at: 1500 },
  'launch-first': { phase: 'write', unit: 'files', at: 10 },
  'launch-again': { phase: 'start', unit: 'ms', at: 1000 },
  'launch-elsewhere': { phase: 'deliver', unit: 'ms', at: 500 },
  'bad-launch': { phase: 'put back', unit: 'ms', at: 300 },
  'bad-update': { phase: 'put back', unit: 'ms', at: 200 },
  'bad-by-owner': { phase: 'put back', unit: 'ms', at: 700 },
};

describe('a transaction that is killed', () => {
  test.each<Kind>(kinds)(
    '%s: files, services and revisions fit together after the next start',
    async (kind) => {
      const round = 1 + kinds.indexOf(kind);
      const point = points[kind];
      // Each third recovery is killed too.
      const secondMs = round % 3 === 0 ? 700 : null;
      const { outcome, phase } = await strike(driver, stack, { kind, round, point, secondMs });
      expect(outcome, `${kind} killed in ${phase}`).toMatch(/^(before|after)$/);
      if (!isUpdate(kind)) return;
      expect(phase).toBe(point.phase);
      const kept = `weir-kept/vmagent:${stack.project}`;
      expect(await stack.engine.docker('image', 'inspect', '--format', '{{.Id}}', kept)).toMatch(/^sha256:/);
    },
  );
});

describe('the panel itself', () => {
  test('killed in the middle of a change, it puts everything back when it starts again', async () => {
    const isBegun = () => existsSync(path.join(stack.stateDir, 'apply.json'));
    let before = '';
    // On a busy machine a change may be made before the panel is killed.
    for (let n = 1; !isBegun() && n <= MOST_TRIES; n++) {
      before = stack.read('.env');
      const doomed = await startPanel(stack);
      await (n === 1 ? doomed.claim() : doomed.login());
      const body = { buffer: { maxBytes: (6 - n) * 2 ** 30 }, retention: { days: 32 + n } };
      const answer = await doomed.request('PUT', '/api/settings', body, { 'if-match': '*' });
      expect(answer.status).toBe(202);
      await waitFor('the files to be written', () => stack.read('.env') !== before, { everyMs: 5 });
      process.kill(doomed.pid, 'SIGKILL');
    }
    expect(isBegun()).toBe(true);

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
      expect(isBegun()).toBe(false);
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
      wereAbsent: [],
      isAdopted: false,
      states: [],
      isLaunch: false,
    });

    await recoverApply();
    expect(stack.read(CONFIG)).toBe(good);
    await waitFor('the reason', () => unsettledReason()?.includes('Docker Engine does not answer'));
    const wish = { who: 'owner', reason: null, ifMatch: '*', edit: intervalOf('yace', 90) } as const;
    await expect(startApply(wish)).rejects.toMatchObject({ code: 'task-running' });
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
      wereAbsent: [],
      isAdopted: false,
      states: [],
      isLaunch: false,
    });
    await recoverApply();
    await waitFor('everything settled', () => unsettledReason() === null, { timeoutMs: 60_000 });
    expect(stack.read(CONFIG)).toContain('cluster: by-hand');
    await removeJournal();
  });
});

describe('an edit by hand that fails half-way', () => {
  test('stays in the files; the services run what they ran, and why is said after 75 s', async () => {
    const { stack: other, panel, taskId, edited } = hung;
    const task = await waitFor(
      'its end',
      async () => {
        const now = await panel.json<Task>('GET', `/api/tasks/${taskId}`);
        return now.state === 'running' ? null : now;
      },
      { timeoutMs: 110_000 },
    );
    expect(task.error).toMatchObject({
      code: 'timeout',
      message:
        'vmagent was not ready within 75 s. The files stay as you edited them. The services run what they ran before.',
      hint: 'Its log says: waiting for nothing',
    });
    expect(other.read('.env')).toBe(edited);
    expect(JSON.stringify(await other.inspect('yace'))).not.toContain('eu-west-3');
    expect((await fetch(`${other.env.WEIR_VMAGENT_URL}/health`)).ok).toBe(true);
    const { handEdits, drift, unsettled } = await panel.json<Changes>('GET', '/api/changes');
    expect(handEdits.map(({ path: name }) => name)).toEqual(['.env']);
    expect(drift.map(({ service }) => service).sort()).toEqual(['vmagent', 'yace']);
    expect(unsettled).toBeNull();
  });
});
