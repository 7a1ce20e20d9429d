import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternProblem, readPattern } from '@/lib/server/stack/relabel-pattern';
import { randomPattern, randomValue } from '../../support/cases/patterns';
import { random, testSeed } from '../../support/run/random';

describe('a pattern of a filter', () => {
  it.each([
    ['node_.*', 'node_load1', true],
    ['node_.*', 'my_node_load1', false],
    ['node_(load|memory_.*)', 'node_memory_Active', true],
    ['node_(load|memory_.*)', 'node_load1', false],
    ['a|b', 'ab', false],
    ['', '', true],
    ['.+', '', false],
    ['.*', 'two\nlines', true],
    ['(?-s).*', 'two\nlines', false],
    ['(?s).*', 'two\nlines', true],
    ['(?i)NODE_load', 'node_LOAD', true],
    ['(?i:n)ode', 'Node', true],
    ['(?i:n)ode', 'NODE', false],
    ['(?P<x>a)(?<y>b)', 'ab', true],
    ['\\bnode\\b.*', 'node-load', true],
    ['\\bnode\\b.*', 'node_load', false],
    ['.*\\Bload', 'node_load', true],
    ['\\p{L}+', 'été', true],
    ['\\pL\\PL', 'a1', true],
    ['\\p{Greek}', 'Δ', true],
    ['[\\p{Lu}_]+', 'A_', true],
    ['\\Qa.b*\\E', 'a.b*', true],
    ['\\Qa.b*\\E', 'aXbb', false],
    ['(?m)^a$\\nb', 'a\nb', true],
    ['(?U)a+', 'aaa', true],
    ['(?i)[^a-c]k', 'D\u212a', true],
    ['\\141\\v', 'a\v', true],
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
    expect(readPattern(pattern).matches(value)).toBe(matches);
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
    ['[[:nope:]]', /no class/],
    ['a\\', /at the end/],
    ['((a{100}){100}){100}', /too large/],
    ['(?:abcdefghij){1000}', /too large/],
    ['[\\pL\\pN]{1000}', /too large/],
    ['(?:a{2}){600}', /^\{600\} must go/],
    ['a{2,1}', /\{2,1\} must go/],
    [`${'('.repeat(500)}a`, /without its \)/],
    [`${'('.repeat(1200)}a${')'.repeat(1200)}`, /nested/],
    ['(?P<a>x)(?P<a>y)', /Two groups have the name a/],
    ['(?P<x y>a)', /no group with a name/],
    ['ab|\\h', /^\\h means nothing/],
    ['\\C', /^\\C means nothing/],
    ['\\x{110000}', /^\\x\{110000 means nothing/],
    ['\\p{Nope}', /no class \\p\{Nope\}/],
    ['\\Qab', /without its \\E/],
    ['^*', /nothing before/],
    ['(ab|(c)d', /without its \): \(ab/],
    ['a|b)|(c', /without its \(, after a\|b/],
    ['x\ud800', /half a character/],
  ])('refuses %s', (pattern, words) => {
    expect(patternProblem(pattern)).toMatch(words);
    expect(() => readPattern(pattern)).toThrow(words);
  });

  it.each([
    ['node\\b.*', /right after plain text/],
    ['(?:node)\\B.*', /right after plain text/],
    ['a(?m:^)b', /right after plain text/],
    ['a^b', /in the midst/],
    ['a$b', /in the midst/],
    ['(?:^a)+', /in the midst/],
    ['(a$)*', /in the midst/],
    ['(^a|b$)c?', /in the midst/],
    ['^(a|b)$', null],
    ['(^a|b)c$', null],
    ['\\bnode\\b.*', null],
    ['node.*\\bload', /right after plain text/],
    ['node.+\\bload', null],
    ['node\\b.*|load\\b.*', null],
    ['(?i)node\\b.*', null],
  ])('knows whether vmagent misreads %s', (pattern, words) => {
    if (words === null) expect(patternProblem(pattern)).toBeNull();
    else expect(patternProblem(pattern)).toMatch(words);
  });

  it('takes every feature of RE2, save what vmagent misreads', () => {
    const seed = testSeed();
    for (let run = 0; run < 2000; run++) {
      const dice = random(seed + run);
      const pattern = randomPattern(dice);
      const label = `WEIR_TEST_SEED=${seed + run}: ${pattern}`;
      expect(patternProblem(pattern) ?? 'vmagent misreads', label).toMatch(/^vmagent misreads/);
      expect(readPattern(pattern).matches(randomValue(dice)), label).toBeTypeOf('boolean');
    }
  });

  it('answers with words, whatever is typed', () => {
    const chars = 'ab01(){}[]<>?*+|^$.,:-\\PpQEbdxiUsm=é🌊';
    const unit = fc.constantFrom(...Array.from(chars), '\ud800', '{1000}');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        const problem = patternProblem(text);
        if (problem === null) expect(readPattern(text).matches('ab')).toBeTypeOf('boolean');
        else expect(problem.length).toBeGreaterThan(15);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes bounded memory, and ends, whatever the pattern and the value', () => {
    const value = `${'ab'.repeat(8000)}c`;
    const before = process.memoryUsage().heapUsed;
    const matchers = [
      '(?:a|b)*a(?:a|b){900}',
      '(?:(?:a|b)?){400}(?:a|b){400}',
      '(?:[a-y]{0,15}[b-z]{0,15}){60}',
      '(?:.*b){900}z',
      '(?:(?:a*)*)*c*d',
    ].map((pattern) => readPattern(pattern).matches);
    for (const matches of matchers) expect(matches(value)).toBeTypeOf('boolean');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024);
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
        const expression = new RegExp(`^(?:${text})$`, 's');
        const matches = readPattern(text).matches;
        for (const each of values)
          expect([text, each, matches(each)]).toEqual([text, each, expression.test(each)]);
      }),
      { numRuns: 3000 },
    );
  });
});
