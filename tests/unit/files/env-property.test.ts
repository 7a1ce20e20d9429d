import { describe, expect, it } from 'vitest';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { corpus } from '../../support/cases/corpus';
import { type Random, random, testSeed } from '../../support/run/random';

const RUNS = 6000;

interface Wish {
  key: string;
  value: string | null;
}

function wishOn(values: Record<string, string>, dice: Random): Wish {
  const known = Object.keys(values).filter((key) => /^\w+$/.test(key));
  const key = dice.chance(0.8) ? dice.pick(known) : `NEW_${dice.int(100)}`;
  const text = dice.chance(0.1) ? `${dice.text()}\n${dice.text()}` : dice.text();
  return { key, value: dice.chance(0.15) ? null : text };
}

/** The texts of comment lines, in their order. */
const comments = (text: string) => text.match(/^[ \t]*#.*$/gm) ?? [];

describe('random edits of .env', () => {
  it(`change one variable in ${RUNS} edits, and nothing else`, () => {
    const seed = testSeed();
    const files = corpus('env');
    for (let run = 0; run < RUNS; run++) {
      const dice = random(seed + run);
      const { name, text } = dice.pick(files);
      const before = parseEnv(text);
      const { key, value } = wishOn(before, dice);
      const label = `${name}, WEIR_TEST_SEED=${seed + run}: ${key}=${JSON.stringify(value)}`;
      const after = setEnv(text, { [key]: value });
      const expected = { ...before };
      if (value === null) delete expected[key];
      else expected[key] = value;
      const read = parseEnv(after);
      // What refers to the changed variable follows it.
      if (Object.hasOwn(before, 'REF')) delete read.REF;
      delete expected.REF;
      expect(read, label).toEqual(expected);
      if (value === before[key]) expect(after, label).toBe(text);
      expect(setEnv(after, { [key]: value }), label).toBe(after);
      if (value !== null) expect(comments(after), label).toEqual(comments(text));
      const isOneLine = value !== null && !value.includes('\n') && !String(before[key]).includes('\n');
      if (isOneLine) {
        const [old, now] = [text.split('\n'), after.split('\n')];
        const same = now.filter((line, i) => line === old[i]).length;
        expect(old.length - same, label).toBeLessThanOrEqual(1);
      }
    }
  });
});
