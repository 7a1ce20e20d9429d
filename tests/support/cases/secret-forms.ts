import fc from 'fast-check';

/** Ways in which a secret gets into a log, an error or a file. */
export const forms: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  'in an address': (secret) => `https://x.example.org/?key=${encodeURIComponent(secret)}&a=1`,
  'in an address, all of it': (secret) => percentAll(secret, 'upper'),
  'in an address, in small letters': (secret) => percentAll(secret, 'lower'),
  'in an address twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'in a form': (secret) => new URLSearchParams({ value: secret }).toString(),
  'in JSON': (secret) => JSON.stringify({ message: `before ${secret} after` }),
  'in JSON in JSON': (secret) => JSON.stringify({ error: JSON.stringify({ body: secret }) }),
  'in JSON in JSON in JSON': (secret) => JSON.stringify([JSON.stringify([JSON.stringify([secret])])]),
  'in JSON as Go writes it': (secret) =>
    JSON.stringify(secret).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
  'in JSON with each letter escaped': (secret) =>
    [...secret.matchAll(/[\s\S]/g)]
      .map(([unit]) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  'in JSON with slashes escaped': (secret) => JSON.stringify(secret).replaceAll('/', '\\/'),
  'in JSON of an address': (secret) =>
    JSON.stringify({ url: `http://u:${encodeURIComponent(secret)}@host/` }),
  'in HTML': (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 for addresses': (secret) => Buffer.from(secret).toString('base64url'),
  'as Basic': (secret) => `Authorization: Basic ${Buffer.from(`123456:${secret}`).toString('base64')}`,
  'as Basic of another name': (secret) => `"Basic ${Buffer.from(`u1:${secret}`).toString('base64')}"`,
  'in base64 with more behind it': (secret) => Buffer.from(`ab${secret}\nmore text`).toString('base64'),
  'in base64 of JSON': (secret) => Buffer.from(JSON.stringify({ token: secret })).toString('base64'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'cut short': (secret) => `${[...secret].slice(0, Math.max(16, secret.length - 3)).join('')}`,
};

function percentAll(secret: string, letters: 'upper' | 'lower'): string {
  const hex = Buffer.from(secret).toString('hex');
  return (letters === 'upper' ? hex.toUpperCase() : hex).replace(/../g, '%$&');
}

const rich = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 });
const ascii = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 });
const token = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.%\\"&$#'),
  minLength: 8,
  maxLength: 60,
});

/** Values as issuers and people make them, without blanks at their ends. */
export const secretValue = fc
  .oneof(token, ascii, rich)
  .map((value) => value.trim())
  .filter((value) => value.length >= 8 && new Set(value).size > 3);

/** Where a secret still is in a text, by means that have nothing to do with how it was looked for; null: nowhere. */
export function foundIn(text: string, secret: string): string | null {
  for (const [form, write] of Object.entries(forms)) {
    if (form !== 'cut short' && text.includes(write(secret))) return form;
  }
  for (const [run] of text.matchAll(/[\w+/=-]{8,}/g)) {
    for (let from = 0; from < 4; from += 1) {
      if (Buffer.from(run.slice(from), 'base64').includes(secret)) return `base64 of ${run.slice(0, 20)}`;
    }
  }
  return null;
}
