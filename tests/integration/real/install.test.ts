import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryVictoria } from '../../support/destination.ts';
import { type Engine, ensureEngine } from '../../support/engine.ts';
import { mustRun, run, waitFor } from '../../support/exec.ts';
import { OWNER_PASSWORD, ownerClient } from '../../support/panel.ts';
import { launchPipeline } from '../../support/pipeline.ts';
import { freePort } from '../../support/ports.ts';
import { projectPrefix, runDir } from '../../support/run-dir.ts';
import { removeProjects, repoDir } from '../../support/stack.ts';

const MINUTES = 60_000;
const CODE = /Setup code: +([A-Z0-9]{5}-[A-Z0-9]{5})/;

describe('compose/up in a fresh clone', () => {
  const project = `${projectPrefix()}-install`;
  let engine: Engine;
  let clone: string;
  let env: NodeJS.ProcessEnv;
  let panelUrl: string;
  let databasePort: number;

  const command = (name: string, ...args: string[]) =>
    run(`${clone}/compose/${name}`, args, { env, timeoutMs: 15 * MINUTES });
  const panelContainer = async () => {
    const labels = [`com.docker.compose.project=${project}`, 'com.docker.compose.service=weir'];
    return engine.docker(
      'ps',
      '-q',
      '--no-trunc',
      ...labels.flatMap((label) => ['--filter', `label=${label}`]),
    );
  };

  beforeAll(async () => {
    engine = await ensureEngine();
    clone = `${runDir('clone')}/weir`;
    await mustRun('git', ['clone', '-q', '--depth', '1', `file://${repoDir}`, clone]);
    const names = ['WEIR', 'VMAGENT', 'YACE', 'STACKDRIVER', 'CADVISOR', 'VICTORIA_METRICS', 'NODE_EXPORTER'];
    const ports = Object.fromEntries(
      await Promise.all(names.map(async (name) => [`${name}_PORT`, String(await freePort())])),
    );
    env = { ...process.env, ...ports, WEIR_PROJECT: project, DOCKER_HOST: engine.host };
    panelUrl = `http://127.0.0.1:${ports.WEIR_PORT}`;
    databasePort = Number(ports.VICTORIA_METRICS_PORT);
  });
  afterAll(async () => {
    const image = await engine
      .docker('inspect', '--format', '{{.Config.Image}}', await panelContainer())
      .catch(() => '');
    await removeProjects(engine, project);
    // Named after the sources, so one more with each change; the stack's own images stay for the next run.
    if (image) await engine.docker('image', 'rm', image).catch(() => '');
  });

  test(
    'ends with a panel that answers and a setup code, twice with the same container; then down',
    async () => {
      const first = await command('up', '--yes');
      expect(first.code, first.stdout + first.stderr).toBe(0);
      const code = first.stdout.match(CODE)?.[1] ?? '';
      expect(code).not.toBe('');
      expect((await fetch(`${panelUrl}/api/health`)).status).toBe(200);
      const container = await panelContainer();

      const inspected = JSON.parse(await engine.docker('inspect', container))[0];
      expect(inspected.Config.User).not.toMatch(/^(0|root)?(:|$)/);
      expect(inspected.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        Privileged: false,
      });
      expect(inspected.HostConfig.SecurityOpt).toContainEqual(expect.stringContaining('no-new-privileges'));

      const second = await command('up', '--yes');
      expect(second.code, second.stdout + second.stderr).toBe(0);
      expect(second.stdout.match(CODE)?.[1]).toBe(code);
      expect(await panelContainer()).toBe(container);

      // The panel in its container drives the engine: bind mounts need the paths of the host.
      const owner = ownerClient(panelUrl);
      await owner.json('POST', '/api/setup', { code, password: OWNER_PASSWORD });
      await launchPipeline(owner, { cluster: 'fresh-clone' });
      const up = () =>
        queryVictoria(
          `http://127.0.0.1:${databasePort}`,
          'up{job="node-exporter",cluster="fresh-clone"} == 1',
        );
      await waitFor('a scraped sample', async () => (await up()).length === 1, { timeoutMs: 60_000 });

      const third = await command('up', '--yes');
      expect(third.code, third.stdout + third.stderr).toBe(0);
      expect(third.stdout).not.toMatch(CODE);

      const reset = await command('reset-password');
      expect(reset.code, reset.stdout + reset.stderr).toBe(0);
      expect((await owner.request('GET', '/api/status')).status).toBe(401);

      const image = inspected.Config.Image;
      const down = await command('down');
      expect(down.code, down.stdout + down.stderr).toBe(0);
      expect(await panelContainer()).toBe('');
      const gone = await command('down', '--delete-data', '--yes');
      expect(gone.code, gone.stdout + gone.stderr).toBe(0);
      expect(await removeProjects(engine, project)).toBe(0);
      await engine.docker('image', 'rm', image);
    },
    20 * MINUTES,
  );
});
