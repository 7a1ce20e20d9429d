import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '@/lib/server/support/redactor';
import { maskShapes } from '@/lib/server/support/shapes';
import { forms, foundIn, secretValue } from '../../support/cases/secret-forms';

const label = 'the secret';
const redact = (text: string, ...values: string[]) =>
  createRedactor(values.map((value) => ({ label, value })))(text);
const around = fc.constantFrom('', ' ', 'level=error msg="', '{"a":1,"b":"', 'x', '/api/v1/', '(', ': ');

describe.each(Object.entries(forms))('a secret %s', (form, write) => {
  test('is never left', async () => {
    await fc.assert(
      fc.asyncProperty(secretValue, around, around, async (secret, before, after) => {
        const planted = `${before}${write(secret)}${after}`;
        const { text } = await redact(`first line\n${planted}\nlast line\n`, secret);
        if (form === 'cut short') expect(text).not.toContain(secret.slice(0, 12));
        expect(foundIn(text, secret)).toBeNull();
        expect(text.startsWith('first line\n')).toBe(true);
        expect(text.endsWith('\nlast line\n')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

test('what was masked is counted by what it is', async () => {
  const redact = createRedactor([
    { label: 'a', value: 'first-secret' },
    { label: 'b', value: 'second-secret' },
  ]);
  const { text, masked } = await redact('first-secret second-secret first-secret password=third-secret\n');
  expect(text).toBe('[secret] [secret] [secret] password=[secret]\n');
  expect([...masked]).toEqual([
    ['a', 2],
    ['b', 1],
    ['looks like a password, token or key', 1],
  ]);
});

test('a secret of one or two letters, and the placeholder of a token, leave the text readable', async () => {
  expect((await redact('none of a to b', 'a', 'none', '')).text).toBe('none of a to b');
});

test('a megabyte of base64 takes no time to speak of', async () => {
  const text = `${'QUJD'.repeat(250_000)}\n${'%41\\u0042'.repeat(50_000)}`;
  await redact(text, 'not-in-it-at-all');
});

describe('what looks like a secret is masked without anybody knowing it', () => {
  test.each([
    ['Authorization: Bearer abcdefgh12345678', 'abcdefgh'],
    ['{"headers":{"authorization":"Basic dTpwYXNzd29yZA=="}}', 'dTpw'],
    ['{"apiKey":"k-123456"}', 'k-123456'],
    ['level=info msg="{\\"password\\":\\"hunter22\\"}"', 'hunter22'],
    ['GET https://me:hunter22@host/x?X-Amz-Signature=abcdef123', 'hunter22'],
    ['GET https://host/x?X-Amz-Signature=abcdef123&y=1', 'abcdef123'],
    ['--smtp-password=hunter22 --other=1', 'hunter22'],
    ['key AKIAABCDEFGHIJKLMNOP used', 'AKIAABCD'],
    ['token glc_eyJvIjoiMTIzNDU2Nzg5MCIsIm4iOiJ4In0= refused', 'glc_'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQ\nabc\n-----END PRIVATE KEY-----', 'MIIEvQ'],
    ['"-----BEGIN RSA PRIVATE KEY-----\\nMIIEvQ\\n', 'MIIEvQ'],
    ['Cookie: weir_session=Fe26.2*1*abc', 'Fe26'],
    ['$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 'c2FsdA'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.abc-_', 'eyJzdWI'],
  ])('%s', (text, part) => {
    expect(maskShapes(text).text).not.toContain(part);
    expect(maskShapes(maskShapes(text).text)).toEqual({ text: maskShapes(text).text, count: 0 });
  });

  test.each([
    'flag{name="remoteWrite.basicAuth.passwordFile", value="/run/secrets/remote_write_token", is_set="true"} 1',
    '-remoteWrite.basicAuth.passwordFile=/run/secrets/remote_write_token',
    'REMOTE_WRITE_TOKEN=${REMOTE_WRITE_TOKEN:-}',
    'vmagent_remotewrite_requests_total{url="1:secret-url",status_code="401"} 3',
    '{"hasToken":true,"token":null,"tokens":12}',
    'Put in a new token. The password is wrong.',
    'basic authentication failed',
  ])('and this is none: %s', (text) => expect(maskShapes(text)).toEqual({ text, count: 0 }));
});
