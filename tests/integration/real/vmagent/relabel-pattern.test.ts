import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patternProblem, readPattern } from '@/lib/server/stack/relabel-pattern';
import { randomPattern, randomValue } from '../../../support/cases/patterns';
import { waitFor } from '../../../support/run/exec';
import { random, testSeed } from '../../../support/run/random';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;

beforeAll(async () => {
  stack = await tempStack({ name: 'relabel' });
  await stack.compose('up', '-d', 'vmagent');
  const isReady = async () =>
    (await fetch(`${stack.env.WEIR_VMAGENT_URL}/health`).catch(() => null))?.ok ?? false;
  await waitFor('vmagent', isReady, { timeoutMs: 60_000 });
});
afterAll(() => stack?.remove());

/** Whether vmagent keeps a label's value by a pattern; null when it refuses the pattern. */
async function vmagentKeeps(pattern: string, value: string): Promise<boolean | null> {
  const rule = [{ source_labels: ['probe'], regex: pattern, action: 'keep' }];
  const query = new URLSearchParams({
    metric: `{probe=${JSON.stringify(value)}}`,
    relabel_configs: JSON.stringify(rule),
    format: 'json',
  });
  const answer = await fetch(`${stack.env.WEIR_VMAGENT_URL}/metric-relabel-debug?${query}`);
  const { status, resultingLabels } = (await answer.json()) as { status: string; resultingLabels?: string };
  return status === 'success' ? (resultingLabels ?? '').includes('probe=') : null;
}

describe('patterns as the real vmagent takes them', () => {
  test('a hundred of every kind: what matches here matches there, or the reason is said', async () => {
    const seed = testSeed();
    let judged = 0;
    for (let run = 0; run < 100; run++) {
      const dice = random(seed + run);
      const pattern = randomPattern(dice);
      const problem = patternProblem(pattern);
      for (let i = 0; i < 4; i++) {
        // A label without a value is no label.
        const value = randomValue(dice) || 'a';
        const label = `WEIR_TEST_SEED=${seed + run}: ${pattern} on ${JSON.stringify(value)}: ${problem}`;
        const keeps = await vmagentKeeps(pattern, value);
        expect(keeps, label).not.toBeNull();
        if (problem === null) expect(keeps, label).toBe(readPattern(pattern).matches(value));
        else expect(problem, label).toMatch(/^vmagent misreads/);
      }
      if (problem === null) judged++;
    }
    expect(judged).toBeGreaterThan(80);
  });

  test.each([
    ['a\\bb', 'ab', true],
    ['node\\b.*', 'node-load', false],
    ['node\\b.*', 'nodeload', true],
    ['a^b', 'ab', true],
    ['(?:^a)+', 'aa', true],
    ['(?:a$)+', 'aa', true],
  ])('%s is misread on %s, and refused here', async (pattern, value, keeps) => {
    expect(patternProblem(pattern)).toMatch(/^vmagent misreads/);
    expect(readPattern(pattern).matches(value)).toBe(!keeps);
    expect(await vmagentKeeps(pattern, value)).toBe(keeps);
  });

  test('a dot is also a line break', async () => {
    for (const pattern of ['.*', 'a.b', 'a.+', '.*b']) {
      expect(readPattern(pattern).matches('a\nb'), pattern).toBe(true);
      expect(await vmagentKeeps(pattern, 'a\nb'), pattern).toBe(true);
    }
  });

  test.each(['(?P<a>x)(?P<a>y)', '\\p{Letter}{2}', '(?:abcdefghij){1000}'])(
    '%s is good there; here it is refused with a reason',
    async (pattern) => {
      expect(patternProblem(pattern)).not.toBeNull();
      expect(await vmagentKeeps(pattern, 'a')).toBe(false);
    },
  );

  test.each([
    '(?=a)b',
    '(?!a).*',
    '(?<!a)b',
    '(a)\\1',
    '(?>a)',
    '*',
    'a**',
    '(a',
    'a)',
    '[a',
    '[z-a]',
    'a{2000}',
    'a{2,1}',
    '((a{1000}){1000}){1000}',
    '((a{100}){100}){100}',
    '^*',
    '\\Qab',
    '\\C',
    '\\p{Nope}',
    '(?P<x y>a)',
    'a|b)|(c',
    `${'('.repeat(1200)}a${')'.repeat(1200)}`,
    '[[:nope:]]',
    'a\\',
    '\\h',
  ])('%s is refused here and there', async (pattern) => {
    expect(patternProblem(pattern)).not.toBeNull();
    expect(await vmagentKeeps(pattern, 'a')).toBeNull();
  });
});
