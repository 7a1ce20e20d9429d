import 'server-only';
import { wholeSecret } from '@/lib/pipeline/records';
import type { StackFileId } from '../stack-files';
import { secretSpans } from './spans';
import { replaceSpans } from './text';

const DOTS = '••••••••';

/**
 * A file's text for showing: secrets become dots, with `(new)` where they differ from the other version, so that a
 * changed secret still is a changed line.
 */
export function maskSecrets(id: StackFileId, text: string, other: string | null = null): string {
  const whole = wholeSecret(id);
  if (whole) return text === '' ? '' : `${DOTS} (${whole.words})\n`;
  const others = new Map(
    (other === null ? [] : secretSpans(id, other)).map(({ name, start, end }) => [
      name,
      other?.slice(start, end),
    ]),
  );
  return replaceSpans(text, secretSpans(id, text), ({ name }, secret) => {
    const isNew = other !== null && others.get(name) !== secret;
    return `${DOTS}${isNew ? ' (new)' : ''}`;
  });
}
