import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GcpPermission, gcpPermissions } from '@/lib/pipeline/sources/gcp/gcloud';
import { gcpEye } from '@/lib/server/sampler/eye/gcp/gcp';
import { keyIn } from '@/lib/server/sources/gcp/doctor/assertion';
import { askDoctor } from '@/lib/server/sources/gcp/doctor/doctor';
import { gcp } from '@/lib/server/sources/gcp/gcp';
import { EACH, GIVING, PREFIXES, PROJECT } from '../../../support/cases/gcp-rounds';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import type { Fault } from '../../../support/fakes/gcp/state';
import { shippedTexts } from '../../../support/fixtures/shipped-texts';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { type GcpExporter, startGcpExporter } from '../../../support/stack/gcp-exporter';
import { bridgeAddress } from '../../../support/stack/stack';

/** The smallest role, to the permission, by the real exporter and by the doctor, against the same fake Google. */
const key = fakeGoogleKey(PROJECT);
const { email } = readGoogleKey(key);
let google: FakeGoogle;
let exporter: GcpExporter;

beforeAll(async () => {
  google = await startFakeGoogle(await bridgeAddress(await ensureEngine()), {
    accounts: accountsOf(key),
    projects: { [PROJECT]: exampleProject(PROJECT, [email], EACH) },
  });
  exporter = await startGcpExporter(google, PROJECT, key);
});
afterAll(async () => {
  await exporter?.remove();
  await google?.close();
});

const denying = (permission: GcpPermission, type?: string): Fault => ({
  kind: 'no-permission',
  at: permission === 'monitoring.timeSeries.list' ? 'timeSeries' : 'metricDescriptors',
  ...(type && { type }),
});

/** A round of a new exporter, as the panel sees it. */
async function round(...faults: Fault[]) {
  google.state.faults = faults;
  await exporter.restart();
  await waitFor('the exporter', () => exporter.isUp());
  const { samples } = await exporter.scrape();
  if (faults.length > 0)
    await waitFor('its error', async () =>
      (await exporter.complaints()).some(({ err }) => err.includes('403')),
    );
  const nowMs = Date.now();
  const scrape = { state: 'up', lastScrapeAtMs: nowMs, durationSeconds: 1, samples: 9 } as const;
  const about = { job: '', instance: '', lastError: null, intervalSeconds: 60, timeoutSeconds: 55 };
  const look = {
    ...{ lines: await exporter.log(), target: { ...about, ...scrape }, isRunning: true, startedAtMs: 0 },
    ...{ expected: gcp.parts?.(shippedTexts()) ?? [], clockSeconds: undefined, nowMs },
  };
  const follower = gcpEye.follow?.();
  const parts = follower?.tells(look).parts ?? [];
  return {
    samples: samples.length,
    sight: follower?.sight(look)?.words,
    blind: parts.flatMap(({ id, state, message }) => (state === 'blind' ? [`${id}: ${message}`] : [])),
  };
}

async function doctor() {
  const held = keyIn(key);
  if (held === null) throw new Error('The key of the test is none.');
  const caller = { key: held, endpoint: google.url, signal: new AbortController().signal };
  const asked = { projects: [PROJECT], services: ['run', 'pubsub', 'functions'], prefixes: [] } as const;
  const { problem, rows } = await askDoctor(caller, asked);
  return [
    problem?.message,
    ...rows.filter(({ state }) => state !== 'ok').map(({ service, message }) => `${service}: ${message}`),
  ].filter(Boolean);
}

test('with both permissions everything comes, and the doctor says so', async () => {
  expect(gcpPermissions).toHaveLength(2);
  expect(await round()).toMatchObject({ samples: GIVING * EACH, blind: [] });
  expect(await doctor()).toEqual([]);
});

test.each(gcpPermissions)('without %s nothing comes, and both name it', async (permission) => {
  const { samples, sight } = await round(denying(permission));
  expect(samples).toBe(0);
  expect(sight).toContain(`Missing: ${permission}.`);
  expect(await doctor()).toEqual([expect.stringContaining(`Missing: ${permission}.`)]);
});

test('without it for one service, exactly its parts are blind', async () => {
  const permission = 'monitoring.timeSeries.list';
  const { sight, blind } = await round(denying(permission, 'pubsub.googleapis.com/'));
  expect(sight).toBeUndefined();
  expect(blind).toHaveLength(PREFIXES - 3);
  for (const one of blind)
    expect(one).toMatch(/^pubsub\.googleapis\.com\/.* Missing: monitoring\.timeSeries\.list\.$/);
  expect(await doctor()).toEqual([
    expect.stringMatching(/^Pub\/Sub: .* Missing: monitoring\.timeSeries\.list\.$/),
  ]);
});
