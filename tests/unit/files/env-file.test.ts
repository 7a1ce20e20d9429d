import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { envSamples } from '../../support/cases/env-samples';

const sample = [
  '# Settings of the stack',
  '',
  'WEIR_PROJECT=monitoring   # the Compose project',
  "REMOTE_WRITE_URL='https://example.net/api/prom/push'",
  'export  AWS_REGION = eu-west-1',
  'EMPTY=',
  'TOKEN="a\\"b\\$c"  # quoted',
  'KEY="line one',
  'line two"',
  'LAST=end',
].join('\n');

/** Any text that a form can send, with what is special to quotes, escapes and references made likely. */
const anyValue = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...'ab \'"\\$#{}:=\n\r\tn0%é😀') }),
    fc.string({ unit: 'grapheme' }),
  )
  .filter((text) => !text.includes('\0'));
const anyKey = fc.constantFrom(
  'WEIR_PROJECT',
  'REMOTE_WRITE_URL',
  'AWS_REGION',
  'EMPTY',
  'TOKEN',
  'KEY',
  'LAST',
  'NEW',
);

describe('parseEnv', () => {
  it.each(envSamples)('reads $name as Compose does', ({ text, values }) => {
    expect(parseEnv(text)).toEqual(values);
  });

  it('names the line of a mistake and does not quote it', () => {
    const read = () => parseEnv('A=1\nTOKEN="hunter2\n');
    expect(read).toThrow(expect.objectContaining({ code: 'invalid-stack' }));
    expect(read).toThrow(/Line 2/);
    expect(read).not.toThrow(/hunter2/);
  });

  it.each(['A B=1', 'A!=1', 'A="1', 'A=${1}', 'A=${B', 'A=${B:?missing}'])('refuses %s', (text) => {
    expect(() => parseEnv(text)).toThrow(expect.objectContaining({ code: 'invalid-stack' }));
  });
});

describe('setEnv', () => {
  it('changes only the value and keeps the comment beside it', () => {
    expect(setEnv(sample, { WEIR_PROJECT: 'weir' })).toBe(sample.replace('=monitoring   #', '=weir   #'));
    expect(setEnv(sample, { KEY: 'x' })).toBe(sample.replace('"line one\nline two"', 'x'));
    expect(setEnv(sample, { AWS_REGION: 'us-east-1' })).toBe(sample.replace('eu-west-1', 'us-east-1'));
  });

  it('returns the same bytes when nothing changes', () => {
    expect(setEnv(sample, parseEnv(sample))).toBe(sample);
  });

  it('appends what is new after a line end', () => {
    expect(setEnv('A=1', { B: '2 3' })).toBe("A=1\nB='2 3'\n");
    expect(setEnv('A=1\r\n', { B: '2' })).toBe('A=1\r\nB=2\r\n');
  });

  it('quotes an empty value where a comment would be read as the value', () => {
    const changed = setEnv('A=1 # one\n', { A: '' });
    expect(changed).toBe("A='' # one\n");
    expect(parseEnv(changed)).toEqual({ A: '' });
  });

  it('removes every line of a variable and nothing else', () => {
    expect(setEnv('A=1\nB=2 # two\nA=3\n# A=4\n', { A: null })).toBe('B=2 # two\n# A=4\n');
    expect(setEnv(sample, { KEY: null })).toBe(sample.replace('KEY="line one\nline two"\n', ''));
    expect(setEnv('A=1', { B: null })).toBe('A=1');
  });

  it('changes the assignment that counts when there are two', () => {
    expect(setEnv('A=1\nA=2\n', { A: '3' })).toBe('A=1\nA=3\n');
  });

  it('reads back exactly what was set, and no other variable changes', () => {
    fc.assert(
      fc.property(anyKey, anyValue, (key, value) => {
        const changed = setEnv(sample, { [key]: value });
        expect(parseEnv(changed)).toEqual({ ...parseEnv(sample), [key]: value });
        expect(setEnv(changed, { [key]: value })).toBe(changed);
        expect(changed.split('\n').filter((line) => line.startsWith('#'))).toEqual([
          '# Settings of the stack',
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses a name that is none', () => {
    expect(() => setEnv('', { 'A\nB': '1' })).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

describe('case 30, a small difference to Compose', () => {
  it.each([
    ['B=1\nA', 2, 'a bare name last without a line end'],
    ['A=1\n\ufeffB=2\n', 2, 'a BOM inside'],
    ['=1\nA=2\n', 1, 'an empty name'],
    ['A=1\nB=x\0y\n', 2, 'a NUL'],
    ['A=1\nexport', 2, 'export alone at the end'],
  ])('refuses %j with line %i: %s', (text, line) => {
    expect(() => parseEnv(text)).toThrow(new RegExp(`^Line ${line} of \\.env `));
  });

  it.each([
    ['A\n', {}],
    ['export A\n', {}],
    ['A=1\0\nA=2\n', { A: '2' }],
    ['\ufeff# x\nA=1\n', { A: '1' }],
    ['A=\ufeff\n', { A: '\ufeff' }],
    [`A=${'x'.repeat(1_000_000)}\n`, { A: 'x'.repeat(1_000_000) }],
  ])('takes what Compose takes', (text, values) => {
    expect(parseEnv(text)).toEqual(values);
  });
});
