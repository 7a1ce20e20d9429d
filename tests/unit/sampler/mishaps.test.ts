import { beforeEach, describe, expect, test } from 'vitest';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { createMishaps } from '@/lib/server/sampler/watch/mishaps';
import { container, type FakeWorld, fakeWorld, settings } from '../../support/fakes/fake-ports';

let world: FakeWorld;
let mishaps: ReturnType<typeof createMishaps>;
let images: Set<string>;

beforeEach(() => {
  world = fakeWorld();
  images = new Set();
  world.ports.hasImage = async (image) => {
    world.asked.image = (world.asked.image ?? 0) + 1;
    return images.has(image);
  };
  mishaps = createMishaps(world.ports, () => undefined);
});

async function look(...running: ServiceName[]) {
  const wanted = {
    ...settings,
    enabled: new Set<ServiceName>(['vmagent', 'cadvisor']),
    images: new Map<ServiceName, string>([
      ['vmagent', 'a/vmagent:1'],
      ['cadvisor', 'a/cadvisor:1'],
    ]),
  };
  mishaps.tick(wanted, {
    engine: { state: 'up', version: null, apiVersion: null, message: null, hasMemoryCgroup: null },
    containers: running.map((name) => container(name)),
    usage: new Map(),
    restarts: new Map(),
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('an image', () => {
  test('is not asked for while every service has a container', async () => {
    await look('vmagent', 'cadvisor');
    expect(world.asked.image).toBeUndefined();
  });

  test('is missing until it is there, which is looked for every 15 s', async () => {
    await look('vmagent');
    expect(mishaps.missingImages()).toEqual([{ service: 'cadvisor', reason: null }]);
    images.add('a/cadvisor:1');
    await look('vmagent');
    expect(mishaps.missingImages()).toEqual([{ service: 'cadvisor', reason: null }]);
    world.nowMs += 15_000;
    await look('vmagent');
    expect(mishaps.missingImages()).toEqual([]);
    expect(world.asked.image).toBe(2);
  });

  test('is not missed any more once the service has a container', async () => {
    await look('vmagent');
    await look('vmagent', 'cadvisor');
    expect(mishaps.missingImages()).toEqual([]);
  });
});

test('a start that failed is told with its reason until the service runs', async () => {
  images.add('a/cadvisor:1');
  world.ports.whyLeftOut = (service) => (service === 'cadvisor' ? 'Port 8080 is taken.' : null);
  await look('vmagent');
  expect(mishaps.notStarted()).toEqual([{ service: 'cadvisor', reason: 'Port 8080 is taken.' }]);
  await look('vmagent', 'cadvisor');
  expect(mishaps.notStarted()).toEqual([]);
});

test('what lacks its image is told once, as that, with the reason', async () => {
  world.ports.whyLeftOut = () => 'No registry answers.';
  await look('vmagent');
  expect(mishaps.missingImages()).toEqual([{ service: 'cadvisor', reason: 'No registry answers.' }]);
  expect(mishaps.notStarted()).toEqual([]);
});

test('a service that ran out of memory is remembered for ten minutes', () => {
  mishaps.onEvent('cadvisor', 'oom');
  mishaps.onEvent('yace', 'die');
  world.nowMs += 599_000;
  expect(mishaps.outOfMemory()).toEqual(['cadvisor']);
  world.nowMs += 2000;
  expect(mishaps.outOfMemory()).toEqual([]);
});
