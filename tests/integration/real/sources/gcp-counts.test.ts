import { afterAll, beforeAll, expect, test } from 'vitest';
import { gcpEye } from '@/lib/server/sampler/eye/gcp/gcp';
import { listingOf } from '@/lib/server/sampler/eye/gcp/parts';
import { EACH, GIVING, PREFIXES, PROJECT, TYPES } from '../../../support/cases/gcp-rounds';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { type GcpExporter, startGcpExporter } from '../../../support/stack/gcp-exporter';
import { bridgeAddress } from '../../../support/stack/stack';

/** What Google would bill, counted by its stand-in’s own log, by the exporter and by the panel. They agree to the unit. */
const key = fakeGoogleKey(PROJECT);
/** Of ten minutes: Docker’s health check each second, and the panel’s own look as often as it ever looks. */
const CHECKS = 600;
const LOOKS = 20;

let google: FakeGoogle;
let exporter: GcpExporter;

beforeAll(async () => {
  google = await startFakeGoogle(await bridgeAddress(await ensureEngine()), {
    accounts: accountsOf(key),
    projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(key).email], EACH) },
  });
  exporter = await startGcpExporter(google, PROJECT, key);
  await waitFor('the exporter', () => exporter.isUp());
});
afterAll(async () => {
  await exporter?.remove();
  await google?.close();
});

test('calls and series are those of the log, of the exporter and of the forecast', async () => {
  let returned = 0;
  for (let scrape = 1; scrape <= 3; scrape += 1) {
    const text = await exporter.answer('');
    returned += listingOf(text, Date.now()).returned;
    const { series, metricDescriptors, timeSeries } = google.counts();
    expect(metricDescriptors + timeSeries).toBe(PREFIXES + scrape * TYPES);
    expect(text).toMatch(
      new RegExp(`stackdriver_monitoring_api_calls_total\\{[^}]*\\} ${PREFIXES + scrape * TYPES}\\n`),
    );
    expect([series, returned]).toEqual([scrape * GIVING * EACH, scrape * GIVING * EACH]);
  }
});

test('ten minutes of health checks and of the panel’s own looks ask Google nothing', async () => {
  google.forgetCalls();
  await exporter.checkHealth(CHECKS);
  for (let look = 0; look < LOOKS; look += 1)
    expect(listingOf(await exporter.answer(gcpEye.query), Date.now()).returned).toBe(0);
  expect(await exporter.health()).toBe('healthy');
  expect(google.calls).toEqual([]);
});
