import 'server-only';
import type { SecretInfo } from '@/lib/schemas/wizard';

/** Secrets shorter than this show none of their characters. */
const MIN_LENGTH_FOR_HINT = 16;

/** What may be shown of a secret. */
export function secretInfo(secret: string): SecretInfo {
  return {
    isSet: secret !== '',
    lastFour: secret.length >= MIN_LENGTH_FOR_HINT ? secret.slice(-4) : null,
  };
}
