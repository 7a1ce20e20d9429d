import { beforeEach, describe, expect, test } from 'vitest';
import type { Beside, Contents } from '@/lib/server/sampler/eye/eye';
import { gcpContents } from '@/lib/server/sampler/eye/gcp/gcp';
import { containersContents } from '@/lib/server/sampler/sources/containers';
import { piContents } from '@/lib/server/sampler/sources/pi';
import { createContentsWatch } from '@/lib/server/sampler/watch/contents-watch';
import {
  container,
  type FakeWorld,
  fakeWorld,
  START_MS,
  settings,
  target,
} from '../../support/fakes/fake-ports';

const CPU = 'node_cpu_seconds_total{cpu="0",mode="idle"} 5';
const ok = (collector: string, value: number) =>
  `node_scrape_collector_success{collector="${collector}"} ${value}`;
const series = (name: string) => `container_last_seen{id="/docker/${name}",name="${name}"} 1`;
const beside = { running: 3, settled: 3, isSettled: true, samples: 56 };
const words = (contents: Contents, over: Partial<Beside> = {}) => contents({ ...beside, ...over });

describe('a source that gives nothing of its own kind does not count as good', () => {
  test('cAdvisor with the machine only', () => {
    const text =
      'machine_cpu_cores 4\ncontainer_last_seen{id="/"} 1\ncontainer_last_seen{id="/system.slice",name=""} 1\n';
    expect(words(containersContents(text))).toBe('Containers: cadvisor sees no container, only the machine.');
  });

  test('cAdvisor with fewer containers than the stack has', () =>
    expect(words(containersContents([series('a'), series('a'), series('b')].join('\n')))).toBe(
      'Containers: cadvisor sees 2 of at least 3 containers.',
    ));

  test('cAdvisor with all of them, or with all that have run for long enough to be seen', () => {
    expect(words(containersContents(['a', 'b', 'c', 'd'].map(series).join('\n')))).toBeNull();
    expect(words(containersContents(series('a')), { settled: 1 })).toBeNull();
  });

  test('cAdvisor that has just started: not yet known is neither good nor bad', () => {
    const young = { isSettled: false, settled: 0 };
    expect(words(containersContents(''), young)).toBeUndefined();
    expect(words(containersContents(series('a')), young)).toBeUndefined();
    expect(words(containersContents(['a', 'b', 'c'].map(series).join('\n')), young)).toBeNull();
  });

  test('cAdvisor while the engine does not say what runs: that nothing is missing is not known', () => {
    const unseen = { running: 0, settled: 0, isSettled: false };
    expect(words(containersContents(''), unseen)).toBeUndefined();
    expect(words(containersContents(series('a')), unseen)).toBeUndefined();
  });

  test('node_exporter whose collectors fail, and one that has none of them', () => {
    expect(words(piContents([CPU, ok('cpu', 1), ok('thermal_zone', 0)].join('\n')))).toBeNull();
    expect(words(piContents([CPU, ok('cpu', 1), ok('meminfo', 0), ok('filesystem', 0)].join('\n')))).toBe(
      'This Pi: the exporter cannot read memory, disks.',
    );
    expect(words(piContents('node_textfile_scrape_error 0\n'))).toMatch(/reports nothing of the machine/);
  });

  test('stackdriver_exporter with nothing but itself', () => {
    const own = gcpContents(
      '# HELP go_goroutines x\ngo_goroutines 7\nstackdriver_monitoring_scrapes_total{project_id="a"} 1\n',
    );
    expect(words(own, { samples: 2 })).toMatch(/Google answers, but has no series/);
    expect(words(own, { samples: 3 })).toBeNull();
    expect(words(own, { samples: null })).toBeUndefined();
  });
});

describe('the watch', () => {
  let world: FakeWorld;
  let watch: ReturnType<typeof createContentsWatch>;
  let named: number;
  const on = { ...settings, enabled: new Set(['vmagent', 'cadvisor'] as const) };
  const engine = () => ({
    engine: { state: 'up' as const, version: null, apiVersion: null, message: null, hasMemoryCgroup: null },
    containers: [
      container('vmagent', { startedAtMs: START_MS }),
      container('cadvisor', { startedAtMs: START_MS }),
    ],
    usage: new Map(),
    restarts: new Map(),
  });
  beforeEach(() => {
    world = fakeWorld();
    named = 0;
    world.ports.readExporter = async () => {
      world.asked.contents = (world.asked.contents ?? 0) + 1;
      return Array.from({ length: named }, (_, i) => `${series(String(i))}\n`).join('');
    };
    watch = createContentsWatch(world.ports, () => undefined);
  });
  async function pass(ms: number) {
    for (const until = world.nowMs + ms; world.nowMs < until; world.nowMs += 15_000) {
      watch.tick(on, engine(), [target({ job: 'cadvisor' })]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    watch.tick(on, engine(), [target({ job: 'cadvisor' })]);
  }

  test('not yet known is unknown: the first look of cAdvisor is waited for', async () => {
    await pass(120_000);
    expect(world.asked.contents).toBeUndefined();
    expect(watch.reading.empty).toEqual({});
  });

  test('then it is told, and its end is seen soon', async () => {
    await pass(240_000);
    expect(watch.reading.empty.containers).toMatch(/sees no container/);
    named = 5;
    await pass(60_000);
    expect(watch.reading.empty).toEqual({});
  });

  test('a source that is well is asked every five minutes', async () => {
    named = 5;
    await pass(150_000);
    world.asked.contents = 0;
    await pass(600_000);
    expect(world.asked.contents).toBeLessThanOrEqual(3);
  });
});
