import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../../support/run/exec';
import { type Engine, ensureEngine, startSecondEngine } from '../../../support/stack/engine';
import { copyImage, localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const SERVICES = ['vmagent', 'node-exporter', 'cadvisor'];
const LABEL = 'container_label_com_docker_compose';

/** As new installations of Docker 29 are. */
const IN_CONTAINERD = { features: { 'containerd-snapshotter': true } };

/** An engine of its own, whose socket and data folder are not where an engine's usually are. */
async function movedEngine(...which: Parameters<typeof startSecondEngine>): Promise<Engine> {
  const first = await ensureEngine();
  const engine = await startSecondEngine(...which);
  if (which[1] === IN_CONTAINERD)
    expect(await engine.docker('info', '--format', '{{.DriverStatus}}')).toContain(
      'io.containerd.snapshotter',
    );
  const images = await localImages(first);
  for (const name of ['VMAGENT_IMAGE', 'NODE_EXPORTER_IMAGE', 'CADVISOR_IMAGE'])
    await copyImage(images[name] ?? '', first, engine);
  return engine;
}

describe.each([
  ['the engine of this machine', ensureEngine],
  ['an engine with another socket and data folder', movedEngine],
  ['the newest engine', () => movedEngine('newest')],
  ['the newest engine, its images in containerd', () => movedEngine('newest', IN_CONTAINERD)],
])('cAdvisor, with the mounts and rights of docker-compose.yml, on %s', (_name, start) => {
  let engine: Engine;
  let stack: TempStack;
  beforeAll(async () => {
    engine = await start();
    const env = { COMPOSE_PROFILES: 'system,containers' };
    stack = await tempStack({ engine, name: 'cadvisor', env });
    await stack.compose('up', '-d', ...SERVICES);
  });
  afterAll(async () => {
    await stack?.remove();
    await engine?.remove();
  });

  const ask = async (path: string) => {
    const container = (await stack.containerId('cadvisor')) ?? '';
    return engine.docker('exec', container, 'wget', '-q', '-O', '-', `http://127.0.0.1:8080${path}`);
  };

  test.each([
    'container_cpu_usage_seconds_total',
    'container_memory_working_set_bytes',
    'container_network_receive_bytes_total',
  ])('names every container of the stack with its project and service in %s', async (metric) => {
    const named = async () => {
      const own = (await ask('/metrics'))
        .split('\n')
        .filter((line) => line.startsWith(`${metric}{`) && line.includes(`_project="${stack.project}"`))
        .filter((line) => !/} 0(?: \d+)?$/.test(line));
      const services = own.flatMap((line) => new RegExp(`${LABEL}_service="([^"]+)"`).exec(line)?.[1] ?? []);
      return [...new Set(services)].sort();
    };
    const all = [...SERVICES].sort();
    await waitFor('all containers', async () => String(await named()) === String(all), {
      timeoutMs: 90_000,
    });
    expect(await named()).toEqual(all);
  });

  test('is the release that it says, and its own health check finds it well', async () => {
    const image = (await localImages(engine)).CADVISOR_IMAGE ?? '';
    expect(await ask('/metrics')).toContain(`cadvisorVersion="v${image.slice(image.indexOf(':') + 1)}"`);
    expect(await ask('/healthz')).toBe('ok');
    const { Healthcheck } = (await stack.inspect('cadvisor')).Config as { Healthcheck: { Test: string[] } };
    const [form, ...command] = Healthcheck.Test;
    const container = (await stack.containerId('cadvisor')) ?? '';
    await engine.docker('exec', container, ...(form === 'CMD' ? [] : ['sh', '-c']), ...command);
  });

  test('looks into no file and no variable of what runs beside it', async () => {
    const container = (await stack.containerId('cadvisor')) ?? '';
    const { Pid } = (await stack.inspect('vmagent')).State as { Pid: number };
    for (const pid of [1, Pid]) {
      const look = (...command: string[]) => engine.docker('exec', container, ...command);
      await expect(look('ls', `/rootfs/proc/${pid}/root/`)).rejects.toThrow(/denied/);
      await expect(look('cat', `/rootfs/proc/${pid}/environ`)).rejects.toThrow(/denied/);
    }
    expect(await engine.docker('exec', container, 'ls', '/rootfs')).toBe('proc');
  });

  test('ends at once, and as one that was asked to', async () => {
    await stack.compose('stop', 'cadvisor');
    expect((await stack.inspect('cadvisor')).State).toMatchObject({ ExitCode: 0, OOMKilled: false });
  });
});
