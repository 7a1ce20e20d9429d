import { afterAll, beforeAll, expect, test } from 'vitest';
import { startUpdateStack, type UpdateStack } from '../../../support/updates/update-stack';

let world: UpdateStack;

beforeAll(async () => {
  world = await startUpdateStack('exporters', {
    vmagent: [['v1.1.0']],
    'node-exporter': [
      ['v2.0.0-less', 'exec "$@" --no-collector.cpu --no-collector.diskstats --no-collector.netstat'],
      ['v2.0.0-silent', 'exec /busybox sleep 9999'],
    ],
  });
});
afterAll(() => world?.remove());

test('one that does not answer goes back', async () => {
  const before = await world.state('node-exporter');
  const task = await world.updated('node-exporter', { tag: 'v2.0.0-silent' });
  expect(task.error?.message).toMatch(/cannot read node-exporter.*Everything is as it was before\.$/);
  await world.expectBack('node-exporter', before);
});

test('one that loses series goes back, unless its owner says that they may differ; its digest alone is enough', async () => {
  const { registry, updated } = world;
  const before = await world.state('node-exporter');
  const task = await updated('node-exporter', { tag: 'v2.0.0-less', maySeriesDiffer: false });
  expect(task.error?.message).toMatch(/\d % fewer series than before/);
  await world.expectBack('node-exporter', before);

  const answer = await fetch(`http://${registry.host}/v2/node-exporter/manifests/v2.0.0-less`, {
    headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
  });
  const digest = answer.headers.get('docker-content-digest') ?? '';
  expect((await updated('node-exporter', { digest })).error).toBeNull();
  expect(world.named('node-exporter')).toBe(`${registry.host}/node-exporter@${digest}`);
  expect(await world.imageRun('node-exporter')).not.toBe(before.image);
});

test('with a destination that takes nothing no update begins: it could not be judged', async () => {
  const before = await world.state('vmagent');
  await world.destination.set('outage');
  const task = await world.updated('vmagent', { tag: 'v1.1.0' });
  await world.destination.set('accept');
  expect(task.error?.message).toMatch(/^The destination takes no samples now/);
  await world.expectBack('vmagent', before);
});
