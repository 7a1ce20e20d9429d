import { describe, expect, test } from 'vitest';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import { sourceSamples, targetSamples } from '@/lib/server/sampler/sources/sources';
import { serviceSamples } from '@/lib/server/sampler/steps/services';
import type { ScrapeTarget } from '@/lib/server/vmagent/targets';
import { container, settings, target } from '../../support/fakes/fake-ports';

const yace = (over: Partial<ScrapeTarget> = {}) =>
  target({ job: 'yace', instance: 'yace:5000', intervalSeconds: 300, samples: 90, ...over });
const enabled = new Set(['yace', 'stackdriver-exporter', 'node-exporter']);

function aws(
  targets: ScrapeTarget[],
  {
    state = 'running',
    blind = null,
    isKnown = true,
  }: { state?: ServiceSample['state']; blind?: string | null; isKnown?: boolean } = {},
) {
  const services = serviceSamples([container('yace', { state })], new Map(), settings);
  return sourceSamples(
    targetSamples(targets),
    services,
    enabled,
    { aws: blind === null ? null : { words: blind } },
    isKnown,
  )[0];
}

test('a cloud is not called well before its exporter was looked at', () => {
  const [first] = sourceSamples(targetSamples([yace()]), [], enabled, {}, true);
  expect(first?.state).toBe('pending');
});

describe('a source is', () => {
  test.each([
    ['flowing', 'flowing', [yace()], {}],
    ['blind while its exporter answers with nothing of the cloud', 'blind', [yace()], { blind: 'Refused.' }],
    ['pending before the first scrape', 'pending', [yace({ state: 'pending', samples: null })], {}],
    ['pending while vmagent has not found the target yet', 'pending', [], {}],
    ['down when its target is', 'down', [yace({ state: 'down', lastError: 'refused', samples: null })], {}],
    ['down when its exporter is stopped', 'down', [yace()], { state: 'exited' as const }],
    ['down when its exporter restarts', 'down', [], { state: 'restarting' as const }],
    ['unknown while vmagent does not answer', 'unknown', [], { isKnown: false }],
  ])('%s', (_what, state, targets, options) => expect(aws(targets, options)?.state).toBe(state));

  test('off when it is switched off, whatever else', () => {
    const [first] = sourceSamples(
      targetSamples([yace()]),
      [],
      new Set(),
      { aws: { words: 'Refused.' } },
      true,
    );
    expect(first).toMatchObject({ id: 'aws', state: 'off', enabled: false, message: null });
  });
});

test('carries the reason, the samples and the rate', () => {
  expect(aws([yace()], { blind: 'Refused.' })).toMatchObject({
    message: 'Refused.',
    samples: 90,
    samplesPerSecond: 0.3,
  });
  expect(aws([yace({ state: 'down', lastError: 'refused', samples: null })])).toMatchObject({
    message: 'refused',
    samples: null,
    samplesPerSecond: null,
  });
});

test('a key that is refused is told while its exporter goes on, and when it has nothing any more', () => {
  const services = serviceSamples([container('stackdriver-exporter')], new Map(), settings);
  const refusedKey = { message: 'Google refuses the key.' };
  const of = (gcp: { words: string } | null) =>
    sourceSamples(
      targetSamples([target({ job: 'stackdriver-exporter' })]),
      services,
      enabled,
      { gcp },
      true,
      {
        gcp: { refusedKey },
      },
    )[1];
  expect(of(null)).toMatchObject({ state: 'flowing', refusedKey });
  expect(of({ words: 'Google refuses the key.' })).toMatchObject({ state: 'blind', refusedKey });
});

test('targets carry their source and keep one order', () => {
  const samples = targetSamples([
    target({ job: 'yace' }),
    target({ job: 'node-exporter', instance: 'b' }),
    target({ job: 'node-exporter', instance: 'a' }),
    target({ job: 'my-own' }),
  ]);
  expect(samples.map(({ job, instance, source }) => [job, instance, source])).toEqual([
    ['my-own', 'vmagent', null],
    ['node-exporter', 'a', 'pi'],
    ['node-exporter', 'b', 'pi'],
    ['yace', 'vmagent', 'aws'],
  ]);
});
