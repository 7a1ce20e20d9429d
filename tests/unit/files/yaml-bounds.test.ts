import { describe, expect, it } from 'vitest';
import { changedPart } from '@/lib/server/change/records/changed-part';
import { readWeirFile } from '@/lib/server/cli/weir-file';
import { parseCompose } from '@/lib/server/compose/reader/spec';
import { plainData } from '@/lib/server/files/yaml/source';
import { readDocument, yamlData } from '@/lib/server/yaml';

/** Nine lines that stand for ten to the power of nine values. */
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefghij'.split('').map((name, i) => {
    const before = 'abcdefghij'[i];
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');
const MERGED = BOMB.replaceAll('[', '{k: [').replaceAll(']', ']}');

describe('a YAML bomb', () => {
  it.each([
    ['aliases of aliases', BOMB, 6],
    ['mappings of aliases', MERGED, 6],
    ['an anchor within itself', 'a: 1\nb: &b [*b]\n', 2],
    ['brackets without end', `a: 1\nb: ${'['.repeat(100_000)}`, 2],
  ])('is refused with its line before it is expanded: %s', (_, text, line) => {
    expect(() => plainData(text)).toThrow(
      expect.objectContaining({ code: 'invalid-stack', message: expect.stringContaining(`in line ${line}`) }),
    );
    expect(yamlData(text)).toBeUndefined();
  });

  it('is refused where docker-compose.yml or weir.yaml holds it', async () => {
    const options = { project: 'a', projectDir: '/a' };
    expect(() => parseCompose(BOMB, {}, options)).toThrow(/docker-compose\.yml is no valid YAML: line 6/);
    const store = { file: async () => '', env: () => undefined };
    await expect(readWeirFile(BOMB, store)).rejects.toThrow(/in line 6/);
    expect(changedPart(BOMB, BOMB)).toBeNull();
  });

  it('is not seen in a long file that repeats one anchor', () => {
    const text = `a: &a [1, 2, 3]\nb:\n${'  - *a\n'.repeat(5000)}`;
    expect(Object(plainData(text)).b).toHaveLength(5000);
  });

  it('is not seen in deep nesting as people write it', () => {
    expect(() => readDocument('- '.repeat(50))).not.toThrow();
  });
});
