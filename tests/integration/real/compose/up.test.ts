import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Events } from '@/lib/schemas/event';
import type { NotifyView } from '@/lib/schemas/notify';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { Status } from '@/lib/schemas/status';
import { startFakeAws } from '../../../support/fakes/aws/fake-aws';
import { fakeGoogleKey } from '../../../support/fakes/gcp/keys.ts';
import { becomesCalm, watchCalm } from '../../../support/panel/calm';
import { changeSettings } from '../../../support/panel/change-settings';
import { OWNER_PASSWORD, type OwnerClient, ownerClient } from '../../../support/panel/panel';
import { run, waitFor } from '../../../support/run/exec';
import { watchArguments } from '../../../support/run/processes';
import { BUILD_MS, type Clone, cloneRepository } from '../../../support/stack/clone';
import { queryVictoria, startDestination } from '../../../support/stack/destination';
import type { Engine } from '../../../support/stack/engine';
import { finishTask, launchPipeline } from '../../../support/stack/pipeline';
import { bridgeAddress, removeProjects } from '../../../support/stack/stack';
import { TRIES } from '../../../support/stack/tries-of-panel';

const AWS_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

let clone: Clone;
let engine: Engine;
let project: string;
let env: Clone['env'];
let command: Clone['command'];
let file: Clone['file'];
const cleanUp: (() => Promise<void>)[] = [];

/** Filters of one service's container. */
const of = (service: string) =>
  [`project=${project}`, `service=${service}`].flatMap((label) => [
    '--filter',
    `label=com.docker.compose.${label}`,
  ]);
const idOf = (service: string) => engine.docker('ps', '-q', '--no-trunc', ...of(service));

const health = () => fetch(`http://127.0.0.1:${env.WEIR_PORT}/api/health`).then((answer) => answer.status);

beforeAll(async () => {
  clone = await cloneRepository('up');
  ({ engine, project, env, command, file } = clone);
});

afterAll(async () => {
  for (const end of cleanUp) await end();
  await clone.remove();
});

describe('a fresh copy of the repository', () => {
  let code = '';
  let owner: OwnerClient;
  beforeAll(() => {
    owner = ownerClient(`http://127.0.0.1:${env.WEIR_PORT}`);
  });

  test(
    'one command ends with the panel answering and a setup code',
    async () => {
      const { code: status, stdout, stderr } = await clone.first({ WEIR_TIMEZONE: 'Asia/Tokyo' });
      // Building images tells its progress there.
      expect(stderr).not.toContain('Fix: ');
      expect(status, stderr).toBe(0);
      expect(stdout).toContain(`:${env.WEIR_PORT}`);
      code = stdout.match(/Setup code: (\S+)/)?.[1] ?? '';
      expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
      expect(await health()).toBe(200);
      // Where containers find this Pi, even of an engine that was just installed.
      expect(readFileSync(file('.env'), 'utf8')).toContain(
        `\nNODE_EXPORTER_LISTEN_IP=${await bridgeAddress(engine)}\n`,
      );
    },
    BUILD_MS,
  );

  test('secrets are private to the panel, which is neither root nor able to become it', async () => {
    expect((statSync(file('.env')).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(file('.weir')).mode & 0o777).toString(8)).toBe('700');
    const id = await idOf('weir');
    const format =
      '{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.Privileged}}';
    expect(await engine.docker('inspect', '--format', format, id)).toMatch(
      /^[1-9]\d*:[1-9]\d* true \[ALL\] false$/,
    );
    // No shell, and nothing else but Node, for whoever gets in.
    const shell = await run('docker', ['exec', id, '/bin/sh', '-c', 'true'], {
      env: { ...process.env, DOCKER_HOST: engine.host },
    });
    expect(shell.code).not.toBe(0);
  });

  test('the panel’s container may change its settings and its state, and nothing that is run with sudo', async () => {
    const id = await idOf('weir');
    expect(await engine.docker('exec', id, 'node', '-e', TRIES)).toBe('settings state');
    rmSync(file('config/new'), { force: true });
    cpSync(file('config.example/yace'), file('config/yace'), { recursive: true });
  });

  test('the gateway alone has the Docker socket: no network, no rights, no place to write', async () => {
    const seen = async (service: string) =>
      JSON.parse(await engine.docker('inspect', await idOf(service)))[0] as {
        HostConfig: Record<string, unknown>;
        Mounts: { Source: string; Destination: string; RW: boolean }[];
        State: Record<string, unknown>;
      };
    const [gateway, panel] = [await seen('gateway'), await seen('weir')];
    const socket = engine.host.replace('unix://', '');
    expect(gateway.HostConfig).toMatchObject({
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: null,
      Privileged: false,
      SecurityOpt: ['no-new-privileges:true'],
      RestartPolicy: { Name: 'always' },
    });
    expect(
      gateway.Mounts.filter(({ RW }) => RW)
        .map(({ Destination }) => Destination)
        .sort(),
    ).toEqual(['/run/weir', '/run/weir-names', '/var/run/docker.sock']);
    expect(gateway.Mounts.map(({ Source }) => Source)).toContain(socket);
    expect(panel.Mounts.map(({ Source }) => Source)).not.toContain(socket);
    expect(panel.HostConfig.GroupAdd).toBeNull();
    const ask = (path: string) =>
      `require('http').get({ socketPath: '/run/weir/engine.sock', path: '${path}' }, (answer) => console.log(answer.statusCode))`;
    const inPanel = async (script: string) => engine.docker('exec', await idOf('weir'), 'node', '-e', script);
    expect(await inPanel(ask('/_ping'))).toBe('200');
    expect(await inPanel(ask('/v1.41/volumes'))).toBe('403');
    expect(await inPanel("console.log(require('fs').existsSync('/var/run/docker.sock'))")).toBe('false');
  });

  test('a second run changes nothing and shows the same code', async () => {
    const before = readFileSync(file('.env'), 'utf8');
    const [id, gateway] = [await idOf('weir'), await idOf('gateway')];
    const { code: status, stdout } = await command('up');
    expect(status).toBe(0);
    expect(stdout).toContain(`Setup code: ${code}`);
    expect(readFileSync(file('.env'), 'utf8')).toBe(before);
    expect(await idOf('weir')).toBe(id);
    expect(await idOf('gateway')).toBe(gateway);
  });

  test('a second run mends what a cut-short one left', async () => {
    await engine.docker('rm', '-f', await idOf('weir'), await idOf('gateway'));
    rmSync(file('config/yace'), { recursive: true });
    for (const name of ['.env.new', 'config/.env.new']) writeFileSync(file(name), 'half a li');
    expect((await command('up')).code).toBe(0);
    expect(await health()).toBe(200);
    expect(existsSync(file('config/yace/config.yml'))).toBe(true);
    for (const name of ['.env.new', 'config/.env.new']) expect(existsSync(file(name)), name).toBe(false);
  });

  test(
    'a settings file starts a pipeline from two clouds to a third, and names what is wrong in it',
    async () => {
      const destination = await startDestination(engine);
      const aws = await startFakeAws(await bridgeAddress(engine));
      cleanUp.push(destination.remove, aws.close);
      writeFileSync(file('.env'), `${readFileSync(file('.env'), 'utf8')}\nAWS_ENDPOINT_URL=${aws.url}\n`);
      const key = fakeGoogleKey('weir-headless-test');
      writeFileSync(file('google.json'), key, { mode: 0o600 });
      const secrets = [destination.token, AWS_SECRET, JSON.parse(key).private_key.split('\n')[1]];
      const variables = { AWS_TEST_SECRET: AWS_SECRET, TEST_TOKEN: destination.token };
      const config = path.join(clone.dir, 'weir.yaml');
      const settings = (accessKeyId: string) => `
destination: {kind: grafana-cloud, url: "${destination.url}", instanceId: "${destination.instanceId}", token: {env: TEST_TOKEN}}
sources:
  pi: {enabled: true}
  containers: {enabled: false}
  aws: {enabled: true, accessKeyId: ${accessKeyId}, secretAccessKey: {env: AWS_TEST_SECRET}, regions: [eu-west-1]}
  gcp: {enabled: true, projectId: weir-headless-test, keyJson: {file: google.json}}
labels: {cluster: headless}
scrape: {node-exporter: {intervalSeconds: 15}, yace: {intervalSeconds: 60}}
`;
      writeFileSync(config, settings('AKIA'));
      const foreign = await command('up', ['--config', config], variables);
      if (process.getuid?.() === 0) {
        expect(foreign.stderr).toMatch(/may not read google\.json\.\n +Fix: Give it to the owner/);
        const { uid, gid } = statSync(file('.env'));
        chownSync(file('google.json'), uid, gid);
      }
      const wrong = await command('up', ['--config', config], variables);
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain('sources.aws.accessKeyId: An access key ID has 20 characters');
      expect(readFileSync(file('config/vmagent/prometheus.yml'), 'utf8')).not.toContain('headless');

      writeFileSync(config, settings('AKIAIOSFODNN7EXAMPLE'));
      const stopWatching = watchArguments();
      const right = await command('up', ['--config', config], variables);
      const seenArguments = stopWatching();
      // AWS refuses the key, so the pipeline runs without its data.
      expect(right.code, right.stderr).toBe(4);
      expect(right.stdout).toMatch(/without .*AWS.*AWS refuses the access key/);
      expect(right.stdout).toMatch(/The first sample was delivered \d+ s after the launch\./);
      expect(right.stdout).toContain(`Setup code: ${code}`);
      const up = (job: string) => destination.query(`up{job="${job}",cluster="headless"}`);
      for (const job of ['node-exporter', 'yace', 'vmagent']) {
        await waitFor(`a sample of ${job}`, async () => (await up(job))[0]?.value === 1, {
          timeoutMs: 60_000,
        });
      }
      // Whether Google answers is not this test's: that it is asked is.
      await waitFor('a scrape of Google', async () => (await up('stackdriver-exporter')).length === 1, {
        timeoutMs: 90_000,
      });
      expect(aws.requests.length).toBeGreaterThan(0);

      const told = [right.stdout, right.stderr, wrong.stdout, wrong.stderr, ...seenArguments];
      const filter = `label=com.docker.compose.project=${project}`;
      const names = await engine.docker('ps', '-a', '--filter', filter, '--format', '{{.Names}}');
      expect(names).toMatch(/yace/);
      expect(names).toMatch(/stackdriver-exporter/);
      for (const name of names.split('\n')) {
        expect(await engine.docker('inspect', '--format', '{{.State.Running}}', name), name).toBe('true');
        told.push(
          await engine.docker(
            'inspect',
            '--format',
            '{{json .Path}} {{json .Args}} {{json .Config.Cmd}}',
            name,
          ),
        );
        // YACE knows its key from its environment; nobody else's has a secret.
        if (!name.includes('yace')) told.push(await engine.docker('inspect', name));
        const { stdout, stderr } = await run('docker', ['logs', name], {
          env: { ...process.env, DOCKER_HOST: engine.host },
        });
        told.push(stdout, stderr);
      }
      expect(seenArguments.some((line) => line.includes('apply-config'))).toBe(true);
      for (const secret of secrets) expect(told.filter((text) => text.includes(secret))).toEqual([]);

      const again = await command('up', ['--config', config], variables);
      expect(again.code).toBe(0);
      expect(again.stderr).toContain('was not looked at');
    },
    BUILD_MS,
  );

  test(
    'the panel in its container starts the pipeline: bind mounts have the paths of the host',
    async () => {
      await owner.json('POST', '/api/setup', { code, password: OWNER_PASSWORD });
      // Notifications begin with the zone of the machine, which the container does not know.
      const { rules, localTime } = await owner.json<NotifyView>('GET', '/api/notify');
      expect(rules.timeZone).toBe('Asia/Tokyo');
      const tokyo = (atMs: number) =>
        new Date(atMs).toLocaleTimeString('en-GB', {
          timeZone: 'Asia/Tokyo',
          hour: '2-digit',
          minute: '2-digit',
        });
      expect([tokyo(Date.now()), tokyo(Date.now() - 5000)]).toContain(localTime);
      await launchPipeline(owner, { cluster: 'fresh-clone' });
      await becomesCalm(owner);
      const watch = await watchCalm(owner);
      const database = `http://127.0.0.1:${env.VICTORIA_METRICS_PORT}`;
      const up = () => queryVictoria(database, 'up{job="node-exporter",cluster="fresh-clone"} == 1');
      await waitFor('a scraped sample', async () => (await up()).length === 1, { timeoutMs: 60_000 });
      // The panel reaches the exporters from its own container too.
      for (const job of ['vmagent', 'node-exporter']) {
        const body = { job, filter: { mode: 'slim', rules: [] } };
        const preview = await owner.json('POST', '/api/settings/filters/preview', body);
        expect(preview).toMatchObject({ offered: expect.any(Number), kept: expect.any(Number) });
      }
      // vmagent scrapes the panel too, with the token that the panel made; what it finds arrives with the data.
      const own = () => queryVictoria(database, 'sum(weir_verdict_state{job="weir",cluster="fresh-clone"})');
      await waitFor('the panel’s own figures', async () => (await own())[0]?.value === 1, {
        timeoutMs: 90_000,
      });
      const calm = await watch.stop();
      expect(calm.alarms).toEqual([]);
      expect(calm.states).toEqual({ ok: expect.any(Number) });
      // Both launches started vmagent last, which is no trouble either.
      const { events } = await owner.json<Events>('GET', '/api/events');
      expect(events.filter(({ subject }) => /^(vmagent-absent|service-missing)/.test(subject))).toEqual([]);
      // What runs beside it in its container, as apply-config does, and the panel take turns.
      const panel = (
        await engine.docker('ps', '--filter', `name=${project}-weir`, '--format', '{{.Names}}')
      ).trim();
      const held = file('.weir/held');
      const hold = `const { DatabaseSync } = require('node:sqlite');
        const fs = require('node:fs');
        const lock = new DatabaseSync('/stack/.weir/stack.lock');
        lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 60000; BEGIN EXCLUSIVE');
        fs.writeFileSync('/stack/.weir/held', '');
        setInterval(() => fs.existsSync('/stack/.weir/held') || process.exit(), 100);`;
      await engine.docker('exec', '-d', panel, 'node', '-e', hold);
      await waitFor('the lock to be held', () => existsSync(held));
      const restart = async () => {
        const answer = await owner.request('POST', '/api/services/node-exporter/actions', {
          action: 'restart',
        });
        return JSON.stringify(await answer.json());
      };
      expect(await restart()).toContain('by another program');
      rmSync(held);
      const taskId = await waitFor('its turn', async () => /"taskId":"([^"]+)"/.exec(await restart())?.[1]);
      await finishTask(owner, taskId);
      // It knows the disk of Docker's volumes, which it does not see.
      const { bavail, bsize } = statfsSync(await engine.docker('info', '--format', '{{.DockerRootDir}}'));
      const { buffer } = await owner.json<Settings>('GET', '/api/settings');
      expect(Math.abs((buffer.mostBytes ?? 0) - (bavail * bsize - 2 ** 30))).toBeLessThan(2 ** 30);
      const { code: status, stdout } = await command('up');
      expect(status).toBe(0);
      expect(stdout).not.toContain('Setup code');
    },
    BUILD_MS,
  );

  test('the panel’s own restart is no finding, though vmagent finds it away; its token may change at any time', async () => {
    const tokenFile = file('config/vmagent/weir-token');
    const targets = async () => (await owner.json<Status>('GET', '/api/status')).targets;
    const metricsWith = (token: string) =>
      fetch(`http://127.0.0.1:${env.WEIR_PORT}/metrics`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      }).then(({ status }) => status);
    const token = readFileSync(tokenFile, 'utf8').trim();
    expect(await Promise.all([token, `${token}x`, ''].map(metricsWith))).toEqual([200, 401, 401]);
    await changeSettings(owner, { scrape: { weir: { intervalSeconds: 5, timeoutSeconds: null } } });
    const other = randomBytes(32).toString('base64url');
    writeFileSync(tokenFile, other);
    expect(await Promise.all([token, other].map(metricsWith))).toEqual([401, 200]);
    const since = Date.now() + 2000;
    const scraped = async () => (await targets()).find(({ job }) => job === 'weir');
    await waitFor('a scrape with it', async () => Date.parse((await scraped())?.lastScrapeAt ?? '') > since);
    expect(await scraped()).toMatchObject({ state: 'up', lastError: null });

    const panel = (await engine.docker('ps', '--filter', `name=${project}-weir`, '-q')).trim();
    await engine.docker('stop', panel);
    const database = `http://127.0.0.1:${env.VICTORIA_METRICS_PORT}`;
    const away = () => queryVictoria(database, 'up{job="weir"} == 0');
    await waitFor('a scrape that fails', async () => (await away()).length === 1, { timeoutMs: 30_000 });
    await engine.docker('start', panel);
    await waitFor('the panel', async () => (await health().catch(() => 0)) === 200, { everyMs: 20 });
    const watch = await watchCalm(owner);
    await waitFor('the next scrape', async () => (await away()).length === 0, { timeoutMs: 30_000 });
    expect((await watch.stop()).alarms).toEqual([]);
  });

  test('a lost password: a new code, everybody is signed out', async () => {
    const { code: status, stdout } = await command('reset-password');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Setup code: \S+/);
    expect(stdout).not.toContain(code);
    expect((await owner.request('GET', '/api/status')).status).toBe(401);
  });

  test(
    'what ran before down runs after up, verified, with the seconds; what was stored is there',
    async () => {
      const database = `http://127.0.0.1:${env.VICTORIA_METRICS_PORT}`;
      const stored = async () =>
        (
          await queryVictoria(database, 'count_over_time(up{job="node-exporter",cluster="fresh-clone"}[1d])')
        )[0]?.value ?? 0;
      const before = await stored();
      const down = await command('down');
      expect(down.stdout).toContain('compose/up brings it back');
      const { code: status, stdout, stderr } = await command('up');
      expect(status, stderr).toBe(0);
      expect(stdout).toMatch(/The pipeline runs: a sample was delivered after \d+ s\./);
      expect(await stored()).toBeGreaterThanOrEqual(before);
    },
    BUILD_MS,
  );

  test('down removes containers and network, and keeps the settings', async () => {
    expect((await command('down')).code).toBe(0);
    const filter = `label=com.docker.compose.project=${project}`;
    expect(await engine.docker('ps', '-aq', '--filter', filter)).toBe('');
    expect(await engine.docker('network', 'ls', '-q', '--filter', filter)).toBe('');
    expect(existsSync(file('.env'))).toBe(true);
    // Nobody is there to be asked.
    expect((await command('down', ['--delete-data'])).code).toBe(1);
    expect((await command('down', ['--delete-data', '--yes'])).code).toBe(0);
    expect(await removeProjects(engine, project)).toBe(0);
  });
});
