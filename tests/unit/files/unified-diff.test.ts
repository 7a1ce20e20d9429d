import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '@/lib/server/files/unified-diff';

const numbers = Array.from({ length: 20 }, (_, i) => `${i + 1}`);
const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

/** Applies a diff, as `patch` would. */
function patched(before: string, diff: string): string {
  const source = before === '' ? [] : before.replace(/\n$/, '').split('\n');
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(0, -1)) {
    const start = /^@@ -(\d+),(\d+)/.exec(line);
    if (start) {
      const from = Number(start[2]) === 0 ? Number(start[1]) : Number(start[1]) - 1;
      result.push(...source.slice(at, from));
      at = from;
    } else if (line.startsWith('+')) {
      result.push(line.slice(1));
    } else {
      expect(source[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) result.push(line.slice(1));
      at++;
    }
  }
  return text([...result, ...source.slice(at)]);
}

describe('unifiedDiff', () => {
  it('is empty when nothing changes', () => {
    expect(unifiedDiff(text(numbers), text(numbers))).toBe('');
  });

  it('shows a change with three lines around it', () => {
    const after = numbers.with(9, 'ten');
    expect(unifiedDiff(text(numbers), text(after))).toBe(
      '@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n',
    );
  });

  it('shows changes that lie far apart by themselves', () => {
    const after = numbers.with(0, 'one').with(19, 'twenty');
    expect(unifiedDiff(text(numbers), text(after)).match(/^@@/gm)).toHaveLength(2);
  });

  it('shows a new file as added lines', () => {
    expect(unifiedDiff('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n');
  });

  it('shows every line of a new file, and of one that is gone', () => {
    const many = Array.from({ length: 6000 }, (_, i) => `${i}`);
    expect(unifiedDiff('', text(many)).match(/^\+/gm)).toHaveLength(6000);
    expect(unifiedDiff(text(many), '').match(/^-/gm)).toHaveLength(6000);
  });

  it('finds the one line that changes among 80,000', () => {
    const many = Array.from({ length: 80_000 }, (_, i) => `${i}`);
    expect(unifiedDiff(text(many), text(many.with(40_000, 'other')))).toBe(
      '@@ -39998,7 +39998,7 @@\n 39997\n 39998\n 39999\n-40000\n+other\n 40001\n 40002\n 40003\n',
    );
  });

  it.each([6000, 80_000])('says that %i changed lines are too many to show', (length) => {
    const before = Array.from({ length }, (_, i) => `before ${i}`);
    const after = Array.from({ length: length + 1 }, (_, i) => `after ${i}`);
    const words = `${length.toLocaleString('en')} lines become ${(length + 1).toLocaleString('en')}`;
    expect(unifiedDiff(text(before), text(after))).toBe(`\\ Too many lines differ to show them: ${words}.\n`);
  });

  it('does not see whether the last line ends', () => {
    expect(unifiedDiff('a\nb', 'a\nb\n')).toBe('');
    expect(unifiedDiff('a\nb', 'a\nc\n')).toBe('@@ -1,2 +1,2 @@\n a\n-b\n+c\n');
  });

  it('turns one text into the other when it is applied', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(patched(text(before), unifiedDiff(text(before), text(after)))).toBe(text(after));
      }),
      { numRuns: 1000 },
    );
  });
});
