import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '@/lib/schemas/snapshot';
import { deadManSignal, FRESH_MS, pingUrl, START_MS } from '@/lib/server/notify/dead-man-signal';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';
import { finding, HOUR, MINUTE, NOON } from '../../support/fixtures/notify-fixtures';

const AFTER = 2 * MINUTE;
const seen = (state: Verdict['state'], findings: Finding[] = [], over: object = {}) => {
  const empty = unknownSnapshot(NOON);
  const snapshot = { ...empty, verdict: { ...empty.verdict, state, findings } };
  return { snapshot, nowMs: NOON, upMs: HOUR, failingMs: HOUR, ...over };
};
const loose = { okWhile: 'degraded', failSignal: 'fail' } as const;
const strict = { okWhile: 'ok', failSignal: 'status' } as const;

describe('what is pinged', () => {
  test('success while all is well, and while it is degraded if that counts', () => {
    expect(deadManSignal(seen('ok'), strict, AFTER)).toEqual({ kind: 'success', suffix: '', body: '' });
    expect(deadManSignal(seen('degraded', [finding('pi-hot')]), loose, AFTER)).toEqual({
      kind: 'success',
      suffix: '',
      body: 'pi-hot',
    });
    expect(deadManSignal(seen('degraded'), strict, AFTER)?.kind).toBe('failure');
  });

  test.each([
    ['losing', '/1'],
    ['down', '/2'],
    ['unknown', '/3'],
    ['degraded', '/4'],
  ] as const)('%s has an exit status of its own', (state, suffix) => {
    expect(deadManSignal(seen(state), strict, AFTER)).toMatchObject({ kind: 'failure', suffix });
    if (state !== 'degraded') expect(deadManSignal(seen(state), loose, AFTER)?.suffix).toBe('/fail');
  });

  test('the body is ids only, notes left out', () => {
    const findings = [
      finding('loss-rejected'),
      finding('target-a b\n/x'),
      finding('n', { severity: 'info' }),
    ];
    expect(deadManSignal(seen('losing', findings), loose, AFTER)?.body).toBe('loss-rejected\ntarget-a_b__x');
    expect(deadManSignal(seen('down'), loose, AFTER)?.body).toBe('down');
  });

  test('silence until a failure has lasted', () => {
    expect(deadManSignal(seen('down', [], { failingMs: AFTER - 1 }), loose, AFTER)).toBeNull();
    expect(deadManSignal(seen('down', [], { failingMs: AFTER }), loose, AFTER)?.kind).toBe('failure');
  });

  test('silence while the panel has only just started and does not know yet', () => {
    expect(deadManSignal(seen('unknown', [], { upMs: START_MS - 1 }), loose, 0)).toBeNull();
    expect(deadManSignal(seen('unknown', [], { upMs: START_MS }), loose, 0)?.kind).toBe('failure');
    expect(deadManSignal(seen('down', [], { upMs: 1 }), loose, 0)?.kind).toBe('failure');
  });

  test('what was seen too long ago is no success, whatever it was', () => {
    const old = seen('ok', [], { nowMs: NOON + FRESH_MS + 1 });
    expect(deadManSignal(old, loose, AFTER)).toMatchObject({ kind: 'failure', body: 'unknown' });
  });
});

test.each([
  ['https://hc.example/uuid', '/fail', 'https://hc.example/uuid/fail'],
  ['https://hc.example/uuid/', '', 'https://hc.example/uuid'],
  ['https://hc.example/key/slug?create=1', '/2', 'https://hc.example/key/slug/2?create=1'],
])('%s with “%s”', (address, suffix, url) => {
  expect(pingUrl(address, suffix).href).toBe(url);
});
