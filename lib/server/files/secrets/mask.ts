import 'server-only';
import { wholeSecret } from '@/lib/pipeline/records';
import type { StackFileId } from '../stack-files';
import { secretSpans } from './spans';
import { replaceSpans } from './text';

const DOTS = '••••••••';

/** A file's text for showing: secrets become dots. */
export function maskSecrets(id: StackFileId, text: string): string {
  const whole = wholeSecret(id);
  if (whole) return text === '' ? '' : `${DOTS} (${whole.words})\n`;
  return replaceSpans(text, secretSpans(id, text), () => DOTS);
}
