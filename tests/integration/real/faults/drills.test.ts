import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { launchOptions } from '../../../../playwright.config';
import { answerDrills, pauseDrills } from '../../../support/drills/answers';
import { type Drill, type Row, runDrill } from '../../../support/drills/drill';
import { FakeExporter } from '../../../support/drills/exporter';
import { FakeDns } from '../../../support/drills/fake-dns';
import { type Lane, type LaneOptions, openLane } from '../../../support/drills/lane';
import { outageDrills } from '../../../support/drills/outages';
import { byName, sourceDrills, sourceJobs } from '../../../support/drills/sources';
import { type Store, startStore } from '../../../support/drills/store';
import { drillTable } from '../../../support/drills/table';
import {
  bufferDisk,
  bufferDrills,
  diskDrills,
  engineDrills,
  floodJobs,
  vmagentDrills,
} from '../../../support/drills/vmagent';
import { FakeDestination } from '../../../support/fakes/fake-destination';
import { loadWhole, signIn } from '../../../support/panel/browser';
import { runDir } from '../../../support/run/run-dir';
import { type Certificate, makeAuthority } from '../../../support/stack/certificates';
import { ensureCompose } from '../../../support/stack/debian';
import { type Engine, ensureEngine, startSecondEngine } from '../../../support/stack/engine';
import { ensureImages } from '../../../support/stack/images';
import { repoDir, type TempStack } from '../../../support/stack/stack';

// The one with the fake DNS waits while the other file has its port.
vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 1_800_000 });

/**
 * Faults on the real engine and the real vmagent, watched on an open page of the built panel and counted at a real
 * VictoriaMetrics. Each pipeline (lane) has its own list of drills, one after the other; the lanes run side by side,
 * since nearly all of the time is waiting.
 *
 * What differs from a stack as it is shipped: sources are scraped every 0.5 s to 5 s instead of every minute, so that a
 * fault meets a scrape or a block at once; with `-remoteWrite.retryMaxInterval` a recovery is not waited for up to a
 * minute (the first pauses, by which a fault is found, stay 1 s and 2 s); one lane trusts an authority of its own
 * (`-remoteWrite.tlsCAFile`), so that nothing but the expiry of a certificate fails; one has a DNS server of its own.
 */

const QUICK = ['-remoteWrite.retryMaxInterval=3s'];
/** A Retry-After counts up to here. */
const PATIENT = ['-remoteWrite.retryMaxInterval=10s'];

interface Plan {
  drills: Drill[];
  open(): Promise<Lane>;
  /** After the lane itself. */
  close?(): Promise<unknown> | unknown;
}

/** A result that is waited for before there is one. */
function deferred() {
  let resolve: (found: Row[]) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Row[]>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  // It may fail long before its test asks.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

let engine: Engine;
let store: Store;
let browser: Browser;
let ownEngine: Engine;
const authority = makeAuthority();
const flood = new FakeExporter();
const floods = [new FakeExporter(), new FakeExporter()];
const disk = bufferDisk(runDir('drills', 'disk'));
const dns = new FakeDns();

async function lane(options: Omit<LaneOptions, 'store' | 'gate'>, certificate: Certificate | null = null) {
  const gate = new FakeDestination(store.url, { host: store.address, certificate });
  await gate.open();
  return openLane({ store, gate, ...options });
}

/** With the overview in a real browser. */
async function withPage(one: Lane): Promise<Lane> {
  one.page = await browser.newPage();
  loadWhole(one.page);
  await signIn(one.page, one.panel);
  await one.page.goto(one.panel.url);
  return one;
}

/** vmagent asks the fake DNS. */
async function useFakeDns({ read, write }: TempStack): Promise<void> {
  await dns.open(store.address);
  const text = read('docker-compose.yml');
  write('docker-compose.yml', text.replace('\n  vmagent:\n', `$&    dns: ["${store.address}"]\n`));
}

const answers: Plan = {
  drills: answerDrills,
  open: async () => withPage(await lane({ name: 'answers', kind: 'grafana-cloud', flags: QUICK })),
};
const outages: Plan = {
  drills: outageDrills(authority),
  open: async () => {
    const prepare = async (stack: TempStack) => stack.write('config/vmagent/ca.pem', authority.pem);
    const flags = [...QUICK, '-remoteWrite.tlsCAFile=/etc/vmagent/ca.pem'];
    return withPage(await lane({ name: 'outages', flags, prepare }, authority.issue(store.address, 2)));
  },
};
const sources: Plan = {
  drills: sourceDrills(dns, flood),
  open: async () => {
    await flood.open(store.address);
    return lane({
      name: 'sources',
      urlOf: byName,
      flags: QUICK,
      services: ['node-exporter'],
      env: { COMPOSE_PROFILES: 'system' },
      jobs: (thing) => sourceJobs(thing, flood),
      prepare: useFakeDns,
    });
  },
  close: () => {
    dns.close();
    return flood.close();
  },
};
const vmagent: Plan = {
  drills: vmagentDrills,
  // Blocks go to the disk less often than they would by themselves: what is killed in between is lost for certain.
  open: () => lane({ name: 'vmagent', flags: [...QUICK, '-remoteWrite.flushInterval=4s'], beatSeconds: 0.5 }),
};
const buffer: Plan = {
  drills: [...pauseDrills, ...bufferDrills(floods)],
  open: async () => {
    for (const one of floods) await one.open(store.address);
    return lane({ name: 'buffer', flags: PATIENT, jobs: () => floodJobs(floods) });
  },
  close: () => Promise.all(floods.map((one) => one.close())),
};
const fullDisk: Plan = {
  drills: diskDrills(disk),
  open: async () => {
    disk.mount();
    return lane({ name: 'disk', flags: QUICK, prepare: disk.prepare });
  },
  close: disk.unmount,
};
const engineGone: Plan = {
  drills: engineDrills,
  open: async () => {
    ownEngine = await startSecondEngine();
    await ensureImages(ownEngine);
    return lane({ name: 'engine', flags: QUICK, engine: ownEngine });
  },
  close: () => ownEngine?.remove(),
};

/** Side by side; those of one row one after the other. */
const timetable: Plan[][] = [[answers], [outages], [sources], [buffer, vmagent, fullDisk, engineGone]];
const drills = timetable.flat().flatMap((plan) => plan.drills);
const results = new Map(drills.map((drill) => [drill, deferred()]));
const rows = new Map<Drill, Row[]>();
let startedAtMs = 0;
let allDone: Promise<unknown> = Promise.resolve();

async function carryOut({ drills: list, open, close }: Plan): Promise<void> {
  let one: Lane | null = null;
  try {
    one = await open();
    for (const drill of list) {
      await runDrill(one, drill).then(results.get(drill)?.resolve, async (error: unknown) => {
        results.get(drill)?.reject(error);
        // The next one begins with all well.
        if (one) await drill.mend(one);
      });
      if (drill.isInBrowser) await one.page?.close();
    }
  } catch (error) {
    for (const drill of list) results.get(drill)?.reject(error);
  } finally {
    await one?.close();
    await close?.();
  }
}

beforeAll(async () => {
  startedAtMs = Date.now();
  process.env.DOCKER_CONFIG = await ensureCompose();
  engine = await ensureEngine();
  await ensureImages(engine);
  store = await startStore(engine);
  browser = await chromium.launch(launchOptions);
  allDone = Promise.all(
    timetable.map(async (plans) => {
      for (const plan of plans) await carryOut(plan);
    }),
  );
});

afterAll(async () => {
  await allDone;
  await browser?.close();
  await store?.remove();
  const found = drills.flatMap((drill) => rows.get(drill) ?? []);
  console.log(drillTable(found, (Date.now() - startedAtMs) / 1000));
});

test('CONTRIBUTING.md lists every drill, and no other', () => {
  const text = readFileSync(path.join(repoDir, 'CONTRIBUTING.md'), 'utf8');
  const section = /^## Drills\n([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  const later = (drill: Drill) => (drill.later ? `, then \`${drill.later.finding}\`` : '');
  const wanted = drills.map((drill) => `- ${drill.what}: \`${drill.finding}\`${later(drill)}`);
  expect(section.split('\n').filter((line) => line.startsWith('- '))).toEqual(wanted);
});

test.each(drills)('$what: $finding', { timeout: 900_000 }, async (drill) => {
  const found = (await results.get(drill)?.promise) ?? [];
  rows.set(drill, found);
  expect(found.length).toBeGreaterThan(0);
  for (const row of found) {
    expect(row.claim, `the claim of ${row.id}`).toBe(row.expectedClaim);
    expect(row.isLost, `the truth beside ${row.id}: ${row.truth}`).toBe(row.claim === 'lost');
    expect(row.others, `what is said beside ${row.id}`).toEqual([]);
  }
});
