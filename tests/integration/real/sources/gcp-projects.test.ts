import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gcpEye } from '@/lib/server/sampler/eye/gcp/gcp';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { gcp } from '@/lib/server/sources/gcp/gcp';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import { gcpFlagFiles, gcpStack } from '../../../support/fixtures/gcp-flags';
import { shippedFacts as facts } from '../../../support/fixtures/shipped-texts';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { type GcpExporter, startGcpExporter } from '../../../support/stack/gcp-exporter';
import { bridgeAddress } from '../../../support/stack/stack';

/** The real exporter with what the panel writes for it: several projects, and options in files as people write them. */
const POND = 'garden-pond';
const SHED = 'garden-shed';
const key = fakeGoogleKey(POND);
const { email } = readGoogleKey(key);
let google: FakeGoogle;
let exporter: GcpExporter;

beforeAll(async () => {
  google = await startFakeGoogle(await bridgeAddress(await ensureEngine()), {
    accounts: accountsOf(key),
    projects: { [POND]: exampleProject(POND, [email], 2), [SHED]: exampleProject(SHED, [email], 2) },
  });
  exporter = await startGcpExporter(google, POND, key);
});
afterAll(async () => {
  await exporter?.remove();
  await google?.close();
});

/** The flags file as the panel writes it. */
function written(text: string | undefined, wanted: object) {
  const texts = gcpStack(text);
  const { pi, containers, aws } = settingsView(texts, facts).sources;
  const sources = { pi, containers, aws, gcp: { enabled: true, projectId: POND, ...wanted } };
  const { texts: after, problems } = changeTexts({ sources }, texts, facts);
  expect(problems).toEqual([]);
  return after;
}
async function start(flags: string) {
  exporter.writeFlags(flags);
  await exporter.restart();
  await waitFor('the exporter', () => exporter.isUp());
}

test('two projects are read with one key; one that refuses is named, and the other flows', async () => {
  const after = written(undefined, { moreProjects: [SHED] });
  await start(after.get('gcp-metrics') ?? '');
  const both = await exporter.scrape();
  const projects = both.samples.map(({ series }) => series.get('project_id'));
  expect(new Set(projects)).toEqual(new Set([POND, SHED]));
  expect(both.samples).toHaveLength(20);

  google.state.faults = [{ kind: 'no-permission', project: SHED }];
  await exporter.restart();
  await waitFor('the exporter', () => exporter.isUp());
  const one = await exporter.scrape();
  expect(one.samples).toHaveLength(10);
  const nowMs = Date.now();
  const follower = gcpEye.follow?.();
  follower?.asks.hear(one.text, nowMs);
  const target = {
    state: 'up' as const,
    ...{ job: '', instance: '', lastError: null, lastScrapeAtMs: nowMs, durationSeconds: 1 },
    ...{ intervalSeconds: 60, timeoutSeconds: 55, samples: one.samples.length },
  };
  const expected = gcp.parts?.(after) ?? [];
  const lines = await exporter.log();
  const look = { lines, target, isRunning: true, startedAtMs: 0, expected, clockSeconds: undefined, nowMs };
  expect(follower?.sight(look)).toBeNull();
  const parts = follower?.tells(look).parts ?? [];
  const statesIn = (project: string) =>
    new Set(parts.filter(({ id }) => id.startsWith(project)).map(({ state, kind }) => `${state} ${kind}`));
  expect(statesIn(POND)).toEqual(new Set(['flowing null']));
  expect(statesIn(SHED)).toEqual(new Set(['blind permission']));
  google.state.faults = [];
});

test('the exporter starts with what changes at random make of files as people write them', async () => {
  const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
  const seconds = optional(fc.constantFrom(60, 300, 600));
  const change = fc.record({
    ...{ windowSeconds: seconds, offsetSeconds: seconds, sumSeconds: seconds },
    ...{ ingestDelay: optional(fc.boolean()), sumDeltas: optional(fc.boolean()) },
    timeoutSeconds: optional(fc.constantFrom(5, 10, 20)),
    moreProjects: optional(fc.subarray([SHED, 'by-hand-1'])),
    filters: optional(fc.subarray(['storage.googleapis.com/api:metric.labels.method="x"'])),
  });
  const shipped = gcpStack().get('gcp-metrics') ?? '';
  const files = fc.constantFrom(...gcpFlagFiles(shipped).map(({ text }) => text));
  const results = fc
    .sample(fc.tuple(files, change), { numRuns: 200, seed: 7 })
    .map(([text, wanted]) => written(text, wanted).get('gcp-metrics') ?? '');
  const refused = await exporter.refusals([...new Set(results)]);
  expect(refused).toEqual([]);
});
