import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Drill, runDrill } from '../../../support/drills/drill';
import { FakeExporter } from '../../../support/drills/exporter';
import { FakeDns } from '../../../support/drills/fake-dns';
import { type Lane, type LaneOptions, openLane } from '../../../support/drills/lane';
import { destinationPairs, enginePairs, storePairs } from '../../../support/drills/pairs';
import { byName, sourceJobs } from '../../../support/drills/sources';
import { type Store, startStore, storeAt } from '../../../support/drills/store';
import { FakeDestination } from '../../../support/fakes/fake-destination';
import { ensureCompose } from '../../../support/stack/debian';
import { type Engine, ensureEngine, startSecondEngine } from '../../../support/stack/engine';
import { ensureImages } from '../../../support/stack/images';
import type { TempStack } from '../../../support/stack/stack';

// The one with the fake DNS waits while the other file has its port.
vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 1_800_000 });

/**
 * Two faults at a time on the real engine and the real vmagent: one headline, which is the root, nothing lost, and what
 * is said of the data is what the destination then has. tests/unit/verdict/verdict-pairs.test.ts has all pairs, as data.
 */

const QUICK = ['-remoteWrite.retryMaxInterval=3s'];
let engine: Engine;
let store: Store;
const dns = new FakeDns();
const flood = new FakeExporter();

beforeAll(async () => {
  process.env.DOCKER_CONFIG = await ensureCompose();
  engine = await ensureEngine();
  await ensureImages(engine);
  store = await startStore(engine);
  await flood.open(store.address);
  await dns.open(store.address);
});

afterAll(async () => {
  dns.close();
  await flood.close();
  await store?.remove();
});

async function lane(options: Omit<LaneOptions, 'gate' | 'store'>, at: Store = store): Promise<Lane> {
  const gate = new FakeDestination(store.url, { host: store.address, certificate: null });
  await gate.open();
  return openLane({ store: at, gate, flags: QUICK, ...options });
}

/** vmagent asks the fake DNS, which knows the services of the stack no more than the internet does. */
function askFakeDns({ read, write }: TempStack): void {
  const text = read('docker-compose.yml');
  write('docker-compose.yml', text.replace('\n  vmagent:\n', `$&    dns: ["${store.address}"]\n`));
}

const sources = { services: ['node-exporter'], jobs: (thing: FakeExporter) => sourceJobs(thing, flood) };

async function openDestinationLane(): Promise<Lane> {
  dns.says = 'address';
  return lane({
    name: 'pairs',
    kind: 'grafana-cloud',
    urlOf: byName,
    env: { COMPOSE_PROFILES: 'system' },
    prepare: async (stack) => askFakeDns(stack),
    ...sources,
  });
}

async function openStoreLane(): Promise<Lane> {
  dns.says = 'no such name';
  const own: Store = { ...store };
  return lane(
    {
      name: 'pairs-store',
      kind: 'local',
      urlOf: () => 'http://victoria-metrics:8428/api/v1/write',
      env: { COMPOSE_PROFILES: 'system,local' },
      prepare: async (stack) => {
        askFakeDns(stack);
        Object.assign(own, storeAt(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, store.address));
      },
      ...sources,
      services: ['node-exporter', 'victoria-metrics'],
    },
    own,
  );
}

let ownEngine: Engine | null = null;
async function openEngineLane(): Promise<Lane> {
  ownEngine = await startSecondEngine();
  await ensureImages(ownEngine);
  return lane({ name: 'pairs-engine', kind: 'grafana-cloud', engine: ownEngine });
}

const lanes: [string, () => Promise<Lane>, Drill[]][] = [
  ['a destination elsewhere', openDestinationLane, destinationPairs(dns)],
  ['the store on this Pi', openStoreLane, storePairs()],
  ['an engine that is stopped', openEngineLane, enginePairs],
];

describe.each(lanes)('two faults at a time, with %s', (_, open, drills) => {
  let opened: Lane | null = null;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.close();
    await ownEngine?.remove();
    ownEngine = null;
  });

  test.each(drills)('$what: $finding', { timeout: 600_000 }, async (drill) => {
    if (!opened) throw new Error('There is no pipeline.');
    for (const row of await runDrill(opened, drill)) {
      expect(row.claim, `the claim of ${row.id}`).toBe(row.expectedClaim);
      expect(row.isLost, `the truth beside ${row.id}: ${row.truth}`).toBe(row.claim === 'lost');
      expect(row.others, `what is said beside ${row.id}`).toEqual([]);
      console.log(`${row.what}: ${row.id} after ${row.seconds.toFixed(1)} s, ${row.claim}, ${row.truth}`);
    }
  });
});
