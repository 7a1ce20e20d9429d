import { describe, expect, it } from 'vitest';
import { maskSecrets } from '@/lib/server/files/secrets/mask';

const env = `REMOTE_WRITE_URL=https://me:hunter2@example.net/push # login by hand
REMOTE_WRITE_TOKEN='glc_secret$1'
# REMOTE_WRITE_TOKEN=glc_older
export AWS_SECRET_ACCESS_KEY="shh
shh2"
MY_API_KEY=k1
AWS_ACCESS_KEY_ID=AKIA1
EMPTY_TOKEN=
`;

describe('maskSecrets', () => {
  it('hides every secret of .env, those in comments too, and nothing else', () => {
    const shown = maskSecrets('env', env);
    for (const secret of ['hunter2', 'glc_', 'shh', 'k1']) expect(shown).not.toContain(secret);
    expect(shown).toContain('AWS_ACCESS_KEY_ID=AKIA1');
    expect(shown).toContain('@example.net/push # login by hand');
    expect(shown).toContain('EMPTY_TOKEN=\n');
  });

  it('shows nothing of a key file, and no password in YAML', () => {
    expect(maskSecrets('gcp-key', '{"private_key":"abc"}')).not.toContain('abc');
    const yaml = 'basic_auth:\n  username: me\n  password: hunter2\n  - bearer_token: "x y"\ninterval: 5s\n';
    const shown = maskSecrets('vmagent-config', yaml);
    expect(shown).toContain('username: me');
    expect(shown).toContain('interval: 5s');
    expect(shown).not.toMatch(/hunter2|x y/);
  });

  it('hides the whole of a password with the marks of YAML or of an address in it', () => {
    const yaml = 'a: {username: me, password: "x}y,z", b: 1}\nurl: https://me:o\'neil@host/\n';
    const shown = maskSecrets('vmagent-config', yaml);
    expect(shown).not.toMatch(/x}y|z"|neil/);
    expect(shown).toContain('b: 1}');
    expect(maskSecrets('env', '# TOKEN=one\u2029two\nA=1\n')).not.toContain('two');
  });

  // A pattern’s `.` stops at all of these.
  it.each(['\u2028', '\u2029', '\r'])(
    'hides all of a secret with %j in it, in a file that is broken',
    (mark) => {
      const lines = [
        `    credentials: "one${mark}two"`,
        `password: three${mark}four`,
        '- token: five\r',
        '\t}{',
      ];
      const shown = maskSecrets('vmagent-config', `${lines.join('\n')}\n`);
      expect(shown).not.toMatch(/one|two|three|four|five/);
      expect(shown).toContain('credentials:');
    },
  );
});
