// Apart from the schemas that use them, as the lengths of a password are.
export const PASSPHRASE_MIN_LENGTH = 12;
export const PASSPHRASE_MAX_LENGTH = 256;

/** Why a text of that length is no passphrase; undefined: it is one. */
export function passphraseFault(text: string): string | undefined {
  if (text.trim() === '') return 'Spaces alone are no passphrase.';
  // Another program that opens the file could not be given them.
  if (text.includes('\0') || new TextDecoder().decode(new TextEncoder().encode(text)) !== text)
    return 'Use only characters that can be typed.';
  return undefined;
}
