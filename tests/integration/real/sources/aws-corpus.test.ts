import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobSettings } from '@/lib/pipeline/sources/aws/job';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { anyChange, type Change } from '../../../support/cases/aws-changes';
import { corpus } from '../../../support/cases/corpus';
import { type FakeAws, startFakeAws } from '../../../support/fakes/aws/fake-aws';
import { oneAccount } from '../../../support/fakes/aws/world';
import { shippedFacts as facts } from '../../../support/fixtures/shipped-texts';
import { awsStack } from '../../../support/stack/aws-stack';
import { ensureEngine } from '../../../support/stack/engine';
import { bridgeAddress } from '../../../support/stack/stack';
import { startYace, type Yace } from '../../../support/stack/yace';
import { TEMPLATE } from '../../../support/stack/yace-rounds';

/** The real YACE with what changes of the form make of files as people write them. */
let aws: FakeAws;
let yace: Yace;
beforeAll(async () => {
  const engine = await ensureEngine();
  aws = await startFakeAws(await bridgeAddress(engine), oneAccount());
  yace = await startYace(engine, { name: 'corpus', config: TEMPLATE, url: aws.url });
});
afterAll(async () => {
  await yace?.remove();
  await aws?.close();
});

const files = corpus('yace').filter(({ name }) => !name.includes('anchors'));

/** @returns YACE's file after changes as a person makes them, saved in the form */
function changed(text: string, changes: readonly Change[]) {
  const texts = awsStack(text);
  const { pi, containers, aws: of, gcp } = settingsView(texts, facts).sources;
  const { secret: _, otherJobs: __, ...shown } = of;
  const jobs = structuredClone(shown.jobs) as JobSettings[];
  const exportedTags = structuredClone(shown.exportedTags);
  const accounts = structuredClone({ roles: shown.roles, ownAccount: shown.ownAccount });
  for (const change of changes) change(jobs, exportedTags, accounts);
  const wanted = { ...shown, enabled: true, jobs, exportedTags, ...accounts };
  const input = { sources: { pi, containers, gcp, aws: wanted } };
  const { texts: after, problems } = changeTexts(settingsInputSchema.parse(input), texts, facts);
  expect(problems).toEqual([]);
  return after.get('yace-config') ?? '';
}

test('YACE passes and loads each of 200 random changes', async () => {
  const asked = fc.tuple(fc.constantFrom(...files), fc.array(anyChange, { minLength: 1, maxLength: 3 }));
  const results = fc
    .sample(asked, { numRuns: 200, seed: 7 })
    .map(([{ text }, changes]) => changed(text, changes));
  const distinct = [...new Set(results)];
  expect(distinct.length).toBeGreaterThan(100);
  const refused = await yace.refusals(distinct);
  // A key that somebody added by hand stays: YACE loads the file and warns of it, as it did before.
  expect(refused.filter((said) => !said.includes('field x-mine not found'))).toEqual([]);
});
