import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patternProblem, relabelMatcher } from '@/lib/relabel-pattern';
import { waitFor } from '../../support/run/exec';
import { type Random, random, testSeed } from '../../support/run/random';
import { type TempStack, tempStack } from '../../support/stack/stack';

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

function patternOf(dice: Random, depth = 3): string {
  const inner = () => patternOf(dice, depth - 1);
  const atoms = [
    'a',
    'b',
    '_',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '[ab]',
    '[^a]',
    '[a-c1]',
    '\\.',
    '[[:digit:]]',
    '[]x]',
    '\\x61',
    'é',
  ];
  if (depth === 0) return dice.pick(atoms);
  return dice.pick([
    () => dice.pick(atoms),
    () => `${dice.pick(atoms)}${dice.pick(['*', '+', '?', '{1,2}', '{2}', '{0,1}?', '{x', '{,1}'])}`,
    () => `${inner()}${inner()}`,
    () => `(${inner()}|${inner()})`,
    () => `(?:${inner()})+`,
    () => `(?i:${inner()})`,
    () => `(?s)${inner()}`,
    () => `(?P<n${dice.int(1000)}_${dice.int(1000)}>${inner()})`,
  ])();
}

describe('patterns as the real vmagent takes them', () => {
  test('what matches here matches there', async () => {
    const seed = testSeed();
    for (let run = 0; run < 400; run++) {
      const dice = random(seed + run);
      // Anchors inside a repetition are optimised away by vmagent; nobody writes them there.
      const pattern = dice.chance(0.1) ? `^${patternOf(dice)}$` : patternOf(dice);
      const chars = ['a', 'A', 'b', 'c', '_', '1', '.', ' ', 'é', 'x', '{', ',', ']'];
      const value = Array.from({ length: 1 + dice.int(4) }, () => dice.pick(chars)).join('');
      const label = `WEIR_TEST_SEED=${seed + run}: ${pattern} on ${JSON.stringify(value)}`;
      expect(patternProblem(pattern), label).toBeNull();
      expect(await vmagentKeeps(pattern, value), label).toBe(relabelMatcher(pattern)(value));
    }
  });

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
    '[[:nope:]]',
    'a\\',
    '\\h',
  ])('%s is refused here and there', async (pattern) => {
    expect(patternProblem(pattern)).not.toBeNull();
    expect(await vmagentKeeps(pattern, 'a')).toBeNull();
  });
});
