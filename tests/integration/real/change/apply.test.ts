import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '@/lib/schemas/task';
import { readChanges } from '@/lib/server/change/changes';
import { previewApply } from '@/lib/server/change/preview';
import { recoverApply } from '@/lib/server/change/recover';
import { setEnv } from '@/lib/server/files/env/env-file';
import { onTask } from '@/lib/server/tasks/tasks';
import { readMetrics } from '@/lib/server/vmagent/client';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { applied, editOf, intervalOf, variables } from '../../../support/panel/apply';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type Destination, pointedAt, startDestination } from '../../../support/stack/destination';
import { isRunningConfig } from '../../../support/stack/running-config';
import { type TempStack, tempStack } from '../../../support/stack/stack';
import { ensureHungImage, HUNG_IMAGE } from '../../../support/stack/stand-in-images';

let stack: TempStack;
let destination: Destination;
const CONFIG = 'config/vmagent/prometheus.yml';
const MOST_TRIES = 5;

beforeAll(async () => {
  stack = await tempStack({ name: 'apply', gateway: { YACE_IMAGE: HUNG_IMAGE, VMAGENT_IMAGE: HUNG_IMAGE } });
  // YACE's health check as it ships takes 90 s to give up.
  const [head = '', yace = ''] = stack.read('docker-compose.yml').split(/^(?= {2}yace:$)/m);
  stack.write('docker-compose.yml', head + yace.replace('interval: 30s', 'interval: 1s'));
  await ensureHungImage(stack.engine);
  destination = await startDestination(stack.engine);
  stack.setEnv({
    COMPOSE_PROFILES: 'system,aws',
    ...pointedAt(destination),
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
  stack.write('config/vmagent/targets/yace.yml', '- targets: ["yace:5000"]\n');
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  await stack.compose('up', '-d', 'vmagent', 'node-exporter', 'yace');
  await delivered();
});
afterAll(async () => {
  await destination?.remove();
  await stack?.remove();
});

const startedAt = async (service: string) =>
  ((await stack.inspect(service)) as { State: { StartedAt: string } }).State.StartedAt;

/** Waits for a 2XX that is counted after now. */
async function delivered(): Promise<void> {
  const sample = { method: 'POST', body: 'weir_test 1' };
  await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, sample).catch(() => null);
  const before = (await readMetrics().catch(() => null))?.delivered ?? 0;
  const isMore = async () => ((await readMetrics()).delivered ?? 0) > before;
  await waitFor('a delivered block', isMore, { timeoutMs: 90_000 });
}

/** Every byte of the stack's files, and no trace of a change. */
function files(): string {
  const names = ['.env', CONFIG, 'config/yace/config.yml', 'config/vmagent/targets/yace.yml'];
  expect(() => stack.read('.weir/apply.json')).toThrow();
  return names.map((name) => stack.read(name)).join('\0');
}

describe('a change that a service takes while it runs', () => {
  test('another interval is confirmed by vmagent itself, with no restart and one changed line', async () => {
    const before = stack.read(CONFIG);
    const started = await startedAt('vmagent');
    const preview = await previewApply(intervalOf('node-exporter', 45));
    expect(preview.effects).toEqual([{ kind: 'reload', service: 'vmagent' }]);
    expect(preview.words.join(' ')).toContain('keeps running; nothing is lost');
    expect(stack.read(CONFIG)).toBe(before);

    expect((await applied(intervalOf('node-exporter', 45))).error).toBeNull();
    const lines = stack.read(CONFIG).split('\n');
    expect(before.split('\n').filter((line, i) => line !== lines[i])).toHaveLength(1);
    expect(await readRunningConfig()).toContain('scrape_interval: 45s');
    expect(isRunningConfig(await readRunningConfig(), stack.read(CONFIG))).toBe(true);
    expect(await startedAt('vmagent')).toBe(started);
    expect(files()).toContain('45s');
  });

  test('a new token is used within seconds, with no restart and no dropped block', async () => {
    const started = await startedAt('vmagent');
    const before = await readMetrics();
    await destination.accept(destination.token, 'second-token');
    const task = await applied(variables({ REMOTE_WRITE_TOKEN: 'second-token' }));
    expect(task.error).toBeNull();
    expect(task.outcome).toContain('has taken samples');
    await destination.accept('second-token');
    await delivered();
    expect(await startedAt('vmagent')).toBe(started);
    expect((await readMetrics()).rejectedBlocks).toBe(before.rejectedBlocks);
    expect(JSON.stringify(await stack.inspect('vmagent'))).not.toContain('second-token');
  });

  test('YACE reads its own file again and says so', async () => {
    const started = await startedAt('yace');
    const regions = editOf({
      'yace-config': (text) => text.replaceAll(/regions: \[.*?\]/g, 'regions: [eu-west-1]'),
    });
    expect((await previewApply(regions)).effects).toEqual([{ kind: 'reload', service: 'yace' }]);
    expect((await applied(regions)).error).toBeNull();
    expect(await startedAt('yace')).toBe(started);
  });

  test('a change of comments only touches no service', async () => {
    const comment = editOf({ 'vmagent-config': (text) => `# mine\n${text}` });
    const preview = await previewApply(comment);
    expect(preview.effects).toEqual([]);
    expect(preview.words).toEqual(['Only the files change; no service is touched.']);
    expect((await applied(comment)).error).toBeNull();
    expect(stack.read(CONFIG)).toMatch(/^# mine\n/);
  });
});

describe('what fails leaves everything as it was', () => {
  test('a configuration that the real vmagent does not take is never written', async () => {
    const before = files();
    const bad = editOf({
      'vmagent-config': (text) => text.replace('scrape_align_interval', 'scrape_alignn'),
    });
    const task = await applied(bad);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'invalid-stack' } });
    expect(task.error?.message).toContain('scrape_alignn');
    expect(task.steps.map(({ state }) => state)).toEqual(['failed', 'waiting', 'waiting', 'waiting']);
    expect(files()).toBe(before);
  });

  test('a configuration that the real YACE does not take is never written', async () => {
    const before = files();
    const task = await applied(
      editOf({ 'yace-config': (text) => text.replace('type: AWS/Lambda', 'type: lambda') }),
    );
    expect(task).toMatchObject({ state: 'failed', error: { code: 'invalid-stack' } });
    expect(task.error?.message).toContain('lambda');
    expect(files()).toBe(before);
  });

  test('a wrong token is told before anything is touched', async () => {
    const before = files();
    const task = await applied(variables({ REMOTE_WRITE_TOKEN: 'wrong' }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.error?.message).toContain('refuses the instance ID or the token');
    expect(files()).toBe(before);
    await delivered();
  });

  test('a token that vmagent is refused with is taken back, and the earlier one works again', async () => {
    const before = files();
    const started = await startedAt('vmagent');
    let task: Task | null = null;
    // On a busy machine vmagent may have delivered with it before the destination refuses it.
    for (let n = 1; task?.state !== 'failed' && n <= MOST_TRIES; n++) {
      const token = `third-token-${n}`;
      await destination.accept('second-token', token);
      if (n > 1) expect((await applied(variables({ REMOTE_WRITE_TOKEN: 'second-token' }))).error).toBeNull();
      let refused: Promise<void> | null = null;
      const stop = onTask(({ steps }) => {
        if (steps[2]?.state !== 'running') return;
        stop();
        refused = destination.accept('second-token');
      });
      task = await applied(variables({ REMOTE_WRITE_TOKEN: token }));
      await refused;
    }
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task?.error?.message).toMatch(
      /refuses.*Everything is as it was before\. The destination has taken samples again since\.$/,
    );
    expect(files()).toBe(before);
    await delivered();
    expect(await startedAt('vmagent')).toBe(started);
    expect((await readMetrics()).rejectedBlocks ?? 0).toBe(0);
  });

  test('an exporter that cannot start leaves the earlier container running', async () => {
    const before = files();
    const id = await stack.containerId('node-exporter');
    const task = await applied(variables({ NODE_EXPORTER_LISTEN_IP: '192.0.2.1' }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'service-unhealthy' } });
    expect(task.error?.message).toContain('Everything is as it was before');
    expect(files()).toBe(before);
    expect(await stack.containerId('node-exporter')).toBe(id);
  });

  test('a YACE that runs and never turns healthy is put back, and the reason is told', async () => {
    const before = files();
    const id = await stack.containerId('yace');
    const edit = editOf({
      env: (text) => setEnv(text, { YACE_IMAGE: HUNG_IMAGE }),
      'yace-config': (text) => text.replace(/regions: \[.*?\]/, 'regions: [eu-north-1]'),
    });
    const task = await applied(edit);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'service-unhealthy' } });
    expect(task.error?.message).toMatch(
      /^yace runs but fails its health check: .*refused.*Everything is as it was before\.$/,
    );
    expect(task.error?.hint).toBe('Its log says: waiting for nothing');
    expect(files()).toBe(before);
    expect(await stack.containerId('yace')).toBe(id);
    expect((await fetch(`${stack.env.WEIR_YACE_URL}/healthz`)).status).toBe(200);
    expect(await readChanges()).toMatchObject({ handEdits: [], drift: [], unsettled: null });
  });

  test('a vmagent that cannot start with its new flags is put back, with its file and buffer', async () => {
    const before = files();
    const edit = editOf({
      env: (text) => text.replace(/^(REMOTE_WRITE_MAX_DISK_USAGE)=.*$/m, '$1=plenty'),
      'vmagent-config': (text) => text.replace('scrape_interval: 45s', 'scrape_interval: 50s'),
    });
    const task = await applied(edit);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'service-unhealthy' } });
    expect(files()).toBe(before);
    expect(isRunningConfig(await readRunningConfig(), stack.read(CONFIG))).toBe(true);
    await delivered();
  });
});

describe('a change that needs other containers', () => {
  test('YACE is recreated with its new clock', async () => {
    const edit = variables({ YACE_SCRAPING_INTERVAL: '120' });
    expect((await previewApply(edit)).words).toEqual([
      'yace (AWS) restarts, about 5 s; the other sources are not touched.',
    ]);
    expect((await applied(edit)).error).toBeNull();
    expect(JSON.stringify((await stack.inspect('yace')).Args)).toContain('-scraping-interval=120');
  });

  test('vmagent is recreated with a larger buffer', async () => {
    expect((await applied(variables({ REMOTE_WRITE_MAX_DISK_USAGE: '2GiB' }))).error).toBeNull();
    expect((await readMetrics()).maxDiskUsageBytes).toBe(2 * 2 ** 30);
    await delivered();
  });

  test('a source is switched off and on again', async () => {
    const set = (profiles: string, list: string) =>
      editOf({
        env: (text) => text.replace(/^COMPOSE_PROFILES=.*$/m, `COMPOSE_PROFILES=${profiles}`),
        'vmagent-target/yace': () => list,
      });
    const off = set('system', '[]\n');
    expect((await previewApply(off)).effects).toEqual([
      { kind: 'rescan', service: 'vmagent' },
      { kind: 'remove', service: 'yace' },
    ]);
    expect((await applied(off)).error).toBeNull();
    expect(await stack.containerId('yace')).toBeNull();
    const task = await applied(set('system,aws', '- targets: ["yace:5000"]\n'));
    expect(task).toMatchObject({
      error: null,
      outcome: expect.stringMatching(/^Applied and verified\. .*yace \(AWS\) runs/),
    });
    expect(await stack.containerId('yace')).not.toBeNull();
  });
});
