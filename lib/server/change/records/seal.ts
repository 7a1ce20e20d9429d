import 'server-only';
import { createHmac } from 'node:crypto';
import { wholeSecret } from '@/lib/pipeline/records';
import { secretSpans } from '../../files/secrets/spans';
import { replaceSpans } from '../../files/secrets/text';
import type { StackFileId } from '../../files/stack-files';

/** Private-use characters: no file of the stack has a reason to hold them. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const PLACEHOLDER = new RegExp(`${OPEN}([^${CLOSE}]*)#([0-9a-f]{16})${CLOSE}`, 'g');
/** Stands in the place of a secret that is not known any more. */
export const EARLIER_SECRET = /earlier-[0-9a-f]{16}/;
const DOTS = '••••••••';

/**
 * A file's text with each secret replaced by its name and a keyed digest: what was kept long ago can be compared
 * with what is there now, and never be read.
 */
export function seal(key: string, id: StackFileId, text: string): string {
  return replaceSpans(text, secretSpans(id, text), ({ name }, secret) => {
    return `${OPEN}${name}#${digestOf(key, secret)}${CLOSE}`;
  });
}

export interface Unsealed {
  /** Null: the file cannot be had back, because all of it was a secret that is gone. */
  text: string | null;
  /** Secrets that were others then: what is set now stays. */
  kept: string[];
  /** Secrets that were set then and are not set now. */
  lost: string[];
}

/**
 * A sealed text with the present file's secrets in their places, byte for byte where they are the same ones.
 * @param marksOthers put a mark in place of a secret that is another one now, to compare with and never to write
 */
export function unseal(
  key: string,
  id: StackFileId,
  sealed: string,
  current: string | null,
  { marksOthers = false } = {},
): Unsealed {
  const byDigest = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { name, start, end } of secretSpans(id, current ?? '')) {
    const secret = (current ?? '').slice(start, end);
    byDigest.set(digestOf(key, secret), secret);
    byName.set(name, secret);
  }
  const kept: string[] = [];
  const lost: string[] = [];
  const text = sealed.replace(PLACEHOLDER, (_, name: string, digest: string) => {
    const same = byDigest.get(digest);
    if (same !== undefined) return same;
    if (marksOthers) return `earlier-${digest}`;
    // Old secrets in comments are of no use to anybody.
    if (name.startsWith('#')) return '';
    const present = byName.get(name);
    (present === undefined ? lost : kept).push(name);
    return present ?? '';
  });
  return { text: wholeSecret(id) && text === '' ? null : text, kept, lost };
}

/** A sealed text for showing, with `(new)` at secrets that the other version does not have. */
export function showSealed(id: StackFileId, sealed: string, other: string | null): string {
  const whole = wholeSecret(id);
  if (whole && sealed !== '') {
    const isNew = other !== null && other !== '' && other !== sealed;
    return `${DOTS} (${whole.words}${isNew ? ', a new one' : ''})\n`;
  }
  const known = new Set([...(other ?? '').matchAll(PLACEHOLDER)].map(([, , digest]) => digest));
  return sealed.replace(
    PLACEHOLDER,
    (_, __, digest: string) => `${DOTS}${other !== null && !known.has(digest) ? ' (new)' : ''}`,
  );
}

function digestOf(key: string, secret: string): string {
  return createHmac('sha256', key).update(secret).digest('hex').slice(0, 16);
}
