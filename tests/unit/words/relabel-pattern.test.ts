import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternProblem, relabelMatcher } from '@/lib/relabel-pattern';

describe('a pattern of a filter', () => {
  it.each([
    ['node_.*', 'node_load1', true],
    ['node_.*', 'my_node_load1', false],
    ['node_(load|memory_.*)', 'node_memory_Active', true],
    ['node_(load|memory_.*)', 'node_load1', false],
    ['a|b', 'ab', false],
    ['', '', true],
    ['.+', '', false],
    ['.*', 'two\nlines', false],
    ['(?s).*', 'two\nlines', true],
    ['(?i)NODE_load', 'node_LOAD', true],
    ['(?i:n)ode', 'Node', true],
    ['(?i:n)ode', 'NODE', false],
    ['(?P<x>a)(?<y>b)', 'ab', true],
    ['[[:alpha:]_]+', 'abc_', true],
    ['[]a]', ']', true],
    ['[^0-9]{2,3}', 'abc', true],
    ['[^0-9]{2,3}', 'abcd', false],
    ['x{,2}', 'x{,2}', true],
    ['a\\.b\\-c', 'a.b-c', true],
    ['\\d+\\s\\w', '12 x', true],
    ['\\x41\\x{1F30A}', 'A🌊', true],
    ['.', '🌊', true],
    ['^a$', 'a', true],
    ['a^b', 'a^b', false],
    ['\\Aa\\z', 'a', true],
    ['(a*)*b', `${'a'.repeat(5000)}c`, false],
    ['(a|aa)+', `${'a'.repeat(5000)}`, true],
  ])('%s on %j', (pattern, value, matches) => {
    expect(relabelMatcher(pattern)(value)).toBe(matches);
  });

  it.each([
    ['(?=a)b', /Look-ahead/],
    ['(?!a).*', /Look-ahead/],
    ['(?<!a)b', /Look-ahead/],
    ['(a)\\1', /Back-references/],
    ['(?>a)', /group/],
    ['*', /nothing before/],
    ['a**', /Two repetitions/],
    ['(a', /without its \)/],
    ['a)', /without its \(/],
    ['[a', /without its \]/],
    ['[z-a]', /backwards/],
    ['a{2000}', /at most 1000/],
    ['((a{1000}){1000}){1000}', /too large/],
    ['\\pL', /\\p/],
    ['[[:nope:]]', /no class/],
    ['a\\', /at the end/],
    [`${'('.repeat(500)}a`, /nested/],
  ])('refuses %s', (pattern, words) => {
    expect(patternProblem(pattern)).toMatch(words);
    expect(() => relabelMatcher(pattern)).toThrow(words);
  });

  it('agrees with a JavaScript expression where both have the same grammar', () => {
    const atom = fc.constantFrom('a', 'b', '_', '.', '\\d', '\\w', '[ab]', '[^a]', '[a-c1]', '\\.');
    const pattern = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        fc.tuple(atom, fc.constantFrom('*', '+', '?', '{1,2}', '*?')).map((parts) => parts.join('')),
        fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
        fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
        tie('node').map((inner) => `(${inner})+`),
        tie('node').map((inner) => `(?:${inner})?`),
      ),
    })).node;
    const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_', '1', '.', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.array(value, { minLength: 1, maxLength: 5 }), (source, values) => {
        const text = String(source);
        // JavaScript’s dot leaves out two more characters, which are not in the values.
        const expression = new RegExp(`^(?:${text})$`);
        const matches = relabelMatcher(text);
        for (const each of values)
          expect([text, each, matches(each)]).toEqual([text, each, expression.test(each)]);
      }),
      { numRuns: 3000 },
    );
  });
});
