import { describe, expect, it } from 'vitest';
import { goDuration, goJson } from '@/lib/server/compose/hash/config-hash';
import { asBool, asBytes, asDuration, asPairs, shellWords } from '@/lib/server/compose/reader/scalars';

describe('compose scalars', () => {
  it.each([
    ['30s', 30e9, '30s'],
    ['1m30s', 90e9, '1m30s'],
    ['90s', 90e9, '1m30s'],
    ['250ms', 250e6, '250ms'],
    ['1.5s', 1.5e9, '1.5s'],
    ['1h', 3600e9, '1h0m0s'],
    ['1d', 86_400e9, '24h0m0s'],
    ['10us', 10e3, '10µs'],
    ['0', 0, '0s'],
  ])('reads the duration %s and prints it as Go does', (text, nanoseconds, printed) => {
    expect(asDuration(text, 'x')).toBe(nanoseconds);
    expect(goDuration(nanoseconds)).toBe(printed);
  });

  it.each(['', '10', 'soon', '5 s', '-1s', '1s!'])('refuses the duration %j', (text) => {
    expect(() => asDuration(text, 'services.a.healthcheck.interval')).toThrow(
      'services.a.healthcheck.interval',
    );
  });

  it.each([
    ['256m', 268_435_456],
    ['1g', 1_073_741_824],
    ['1GiB', 1_073_741_824],
    ['512MB', 536_870_912],
    ['10kb', 10_240],
    ['1.5m', 1_572_864],
    ['2 m', 2_097_152],
    [1024, 1024],
  ])('reads the size %s', (text, bytes) => {
    expect(asBytes(text, 'x')).toBe(bytes);
  });

  it.each(['', 'much', '10x', '1mm'])('refuses the size %j', (text) => {
    expect(() => asBytes(text, 'x')).toThrow('x must be a size');
  });

  it('reads booleans, also as text that a variable left', () => {
    expect([true, 'true', 'YES', 'on'].map((value) => asBool(value, 'x'))).toEqual([true, true, true, true]);
    expect([false, 'false', 'no', 'Off'].map((value) => asBool(value, 'x'))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(() => asBool('maybe', 'x')).toThrow('x must be true or false');
  });

  it('reads pairs from a mapping and from a list, sorted', () => {
    const expected = { A: '1', B: null, C: 'x=y', D: '' };
    expect(asPairs({ B: null, A: 1, C: 'x=y', D: '' }, 'x')).toEqual(expected);
    expect(asPairs(['C=x=y', 'B', 'A=1', 'D='], 'x')).toEqual(expected);
    expect(Object.keys(asPairs(['b=1', 'a=2', 'Z=3'], 'x'))).toEqual(['Z', 'a', 'b']);
  });

  it.each([
    ['echo hello', ['echo', 'hello']],
    [`sh -c "a 'b' c"`, ['sh', '-c', "a 'b' c"]],
    [`a 'b c'd\\ e ""`, ['a', 'b cd e', '']],
    ['  spaced   out ', ['spaced', 'out']],
  ])('splits the command %s', (text, words) => {
    expect(shellWords(text, 'x')).toEqual(words);
  });

  it('refuses a quote that is never closed', () => {
    expect(() => shellWords('echo "half', 'x')).toThrow('never closed');
  });

  it('writes JSON with Go’s escapes', () => {
    expect(goJson({ a: '<&>', b: '\u2028' })).toBe('{"a":"\\u003c\\u0026\\u003e","b":"\\u2028"}');
  });
});
