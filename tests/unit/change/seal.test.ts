import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileDiffs } from '@/lib/server/change/records/file-diffs';
import { seal, unseal } from '@/lib/server/change/records/seal';
import { sealTexts } from '@/lib/server/change/records/sealed-texts';
import { filesRevision, type Texts } from '@/lib/server/change/records/texts';

const KEY = 'k'.repeat(64);
const ENV = `# mine
REMOTE_WRITE_TOKEN='glc_one$1' # of march
# REMOTE_WRITE_TOKEN=glc_old
AWS_SECRET_ACCESS_KEY="two
lines"
REMOTE_WRITE_URL=https://me:hunter2@example.net/push
PLAIN=1
`;

describe('a sealed text', () => {
  it('holds no secret, and is the file again byte for byte where the secrets are the same', () => {
    const sealed = seal(KEY, 'env', ENV);
    for (const secret of ['glc_', 'two', 'hunter2']) expect(sealed).not.toContain(secret);
    expect(sealed).toContain("' # of march".slice(1));
    expect(unseal(KEY, 'env', sealed, ENV)).toEqual({ text: ENV, kept: [], lost: [] });
  });

  it('keeps the present secret where it was another one, and says so', () => {
    const sealed = seal(KEY, 'env', ENV);
    const now = ENV.replace('glc_one', 'glc_two')
      .replace('PLAIN=1', 'PLAIN=2')
      .replace('glc_old', 'glc_older');
    const { text, kept } = unseal(KEY, 'env', sealed, now);
    expect(text).toBe(ENV.replace('glc_one', 'glc_two').replace('glc_old', ''));
    expect(kept).toEqual(['REMOTE_WRITE_TOKEN']);
  });

  it('says which secret is not there any more', () => {
    const sealed = seal(KEY, 'env', 'A_TOKEN=x\n');
    expect(unseal(KEY, 'env', sealed, 'B=1\n')).toEqual({ text: 'A_TOKEN=\n', kept: [], lost: ['A_TOKEN'] });
    expect(unseal(KEY, 'gcp-key', seal(KEY, 'gcp-key', '{"a":1}'), null).text).toBeNull();
  });

  it('of a file that cannot be read hides what looks like a secret', () => {
    expect(seal(KEY, 'env', 'A="open\nMY_TOKEN=abc\n')).not.toContain('abc');
  });

  it('of YAML hides passwords in lines, blocks and braces', () => {
    const yaml =
      'a:\n  password: one\n  bearer_token: |\n    two\n    three\n  b: {token: four, c: 1}\nd: five\n';
    const sealed = seal(KEY, 'vmagent-config', yaml);
    expect(sealed).not.toMatch(/one|two|three|four/);
    expect(sealed).toContain('d: five');
    expect(unseal(KEY, 'vmagent-config', sealed, yaml).text).toBe(yaml);
  });

  it('comes back for any text', () => {
    const line = fc.oneof(
      fc.string(),
      fc.string().map((value) => `X_TOKEN=${value}`),
      fc.string().map((value) => `  password: ${value}`),
    );
    const text = fc.array(line).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.constantFrom('env' as const, 'vmagent-config' as const), (sample, id) => {
        expect(unseal(KEY, id, seal(KEY, id, sample), sample).text).toBe(sample);
      }),
    );
  });
});

describe('the difference of two states', () => {
  const texts = (env: string | null): Texts => new Map([['env', env]]);

  it('shows a changed secret as a changed line without its value', () => {
    const diff = fileDiffs(
      sealTexts(KEY, texts('A_TOKEN=one\n'), null),
      sealTexts(KEY, texts('A_TOKEN=two\n'), null),
    );
    expect(diff).toEqual([
      {
        path: '.env',
        action: 'change',
        diff: '@@ -1,1 +1,1 @@\n-A_TOKEN=••••••••\n+A_TOKEN=•••••••• (new)\n',
      },
    ]);
  });

  it('has a name that any byte of any file changes', () => {
    const names = [texts('a'), texts('b'), texts(''), texts(null), new Map([['gcp-key', 'a']]) as Texts];
    expect(
      new Set([...names.map((one) => filesRevision(one, null)), filesRevision(texts('a'), 'c')]).size,
    ).toBe(6);
    expect(filesRevision(texts('a'), null)).toMatch(/^[0-9a-f]{16}$/);
  });
});
