import { describe, expect, it } from 'vitest';
import { InterpolationError, interpolate } from '@/lib/interpolate';

const values: Record<string, string> = { SET: 'value', EMPTY: '', PORT: '8429', _under_1: 'u' };
const fill = (template: string) => interpolate(template, (name) => values[name]);

// What docker compose prints for each of these is checked against the real one in
// tests/integration/real/compose/oracle.test.ts.
describe('interpolation', () => {
  it.each([
    ['plain text', 'plain text'],
    ['$SET', 'value'],
    ['a$SET-b', 'avalue-b'],
    ['${SET}', 'value'],
    ['${_under_1}', 'u'],
    ['${UNSET}', ''],
    ['${UNSET:-d}', 'd'],
    ['${UNSET-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${SET:-d}', 'value'],
    ['${UNSET:-}', ''],
    ['${SET:+x}', 'x'],
    ['${SET+x}', 'x'],
    ['${EMPTY:+x}', ''],
    ['${EMPTY+x}', 'x'],
    ['${UNSET:+x}', ''],
    ['${UNSET+x}', ''],
    ['${SET:?must be set}', 'value'],
    ['${EMPTY?must be set}', ''],
    ['127.0.0.1:${PORT:-1}:8429', '127.0.0.1:8429:8429'],
    ['${UNSET:-http://host:1/a}', 'http://host:1/a'],
    ['${UNSET:-${SET}}', 'value'],
    ['${UNSET:-${OTHER:-deep}}', 'deep'],
    ['${UNSET:-${SET}-${PORT}}', 'value-8429'],
    ['${UNSET:-a}${SET}', 'avalue'],
    ['$$', '$'],
    ['$$SET', '$SET'],
    ['$${SET}', '${SET}'],
    ['^(veth.*)$$', '^(veth.*)$'],
    ['100$ and $1', '100$ and $1'],
    ['ends with $', 'ends with $'],
  ])('fills %s', (template, expected) => {
    expect(fill(template)).toBe(expected);
  });

  it.each([
    ['${UNSET:?no token}', 'variable UNSET is not set: no token'],
    ['${EMPTY:?no token}', 'variable EMPTY is not set: no token'],
    ['${UNSET?}', 'variable UNSET is not set'],
    ['${SET:-${UNSET:?inner}}', 'variable UNSET is not set: inner'],
    ['${}', 'is no variable'],
    ['${1SET}', 'is no variable'],
    ['${SET', 'never closed'],
    ['${SET!x}', 'operator'],
  ])('refuses %s', (template, message) => {
    expect(() => fill(template)).toThrow(InterpolationError);
    expect(() => fill(template)).toThrow(message);
  });

  it('does not look inside the values that it fills in', () => {
    expect(interpolate('${A}', () => '$SET ${SET}')).toBe('$SET ${SET}');
  });
});
