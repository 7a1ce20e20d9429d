import { expect, test } from 'vitest';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import { type Evidence, withEvidence } from '@/lib/server/sampler/steps/evidence';
import { AT_MS, service } from '../../support/fakes/fake-pipeline';

const nothing: Evidence = {
  metrics: null,
  targets: [],
  delivery: { state: 'unknown', lastSuccessAtMs: null },
  destination: { kind: 'local' },
};

/** The health of a service that was started `ageMs` ago and that Docker has not checked yet. */
function healthOf(
  name: ServiceSample['name'],
  seen: Partial<Evidence>,
  ageMs = 5000,
  over: Partial<ServiceSample> = {},
) {
  const one = service(name, { health: 'starting', startedAtMs: AT_MS - ageMs, ...over });
  return withEvidence([one], { ...nothing, ...seen }, AT_MS)[0]?.health;
}
const scraped = (agoMs: number, state: 'up' | 'down' = 'up'): Partial<Evidence> => ({
  targets: [{ job: 'node-exporter', state, lastScrapeAtMs: AT_MS - agoMs }],
});

test('vmagent is healthy when its new process answers, and not for an answer of the one before', () => {
  expect(healthOf('vmagent', { metrics: { startedAtMs: AT_MS - 5400 } })).toBe('healthy');
  expect(healthOf('vmagent', { metrics: { startedAtMs: AT_MS - 60_000 } })).toBe('starting');
  expect(healthOf('vmagent', {}, 20_000)).toBe('starting');
});

test('an exporter is healthy when it was scraped after its start', () => {
  expect(healthOf('node-exporter', scraped(2000))).toBe('healthy');
  expect(healthOf('node-exporter', scraped(8000))).toBe('starting');
});

test('an exporter that stays up and is not scraped yet runs; one that refused a scrape is still starting', () => {
  expect(healthOf('node-exporter', scraped(40_000), 12_000)).toBe('none');
  expect(healthOf('node-exporter', scraped(2000, 'down'), 12_000)).toBe('starting');
});

test('the store is healthy when data has reached it after its start', () => {
  const delivered = (agoMs: number): Partial<Evidence> => ({
    delivery: { state: 'delivering', lastSuccessAtMs: AT_MS - agoMs },
  });
  expect(healthOf('victoria-metrics', delivered(1000))).toBe('healthy');
  expect(healthOf('victoria-metrics', delivered(6000))).toBe('starting');
  expect(
    healthOf('victoria-metrics', { ...delivered(0), delivery: { state: 'waiting', lastSuccessAtMs: AT_MS } }),
  ).toBe('starting');
});

test('what Docker has found out stands', () => {
  expect(healthOf('node-exporter', scraped(2000), 5000, { health: 'unhealthy' })).toBe('unhealthy');
  expect(healthOf('node-exporter', scraped(2000), 5000, { health: 'none' })).toBe('none');
  expect(healthOf('node-exporter', scraped(2000), 5000, { state: 'exited' })).toBe('starting');
});
