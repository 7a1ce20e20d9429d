import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '@/lib/schemas/auth/password-length';

/** From here on, guessing is out of the question for whatever words are used. */
const LONG = 16;

interface PasswordWords {
  ok: boolean;
  words: string;
}

/** How good a new password is, by its length: what counts most, and what can be said without a dictionary. */
export function passwordWords(password: string): PasswordWords | null {
  const { length } = password;
  if (length === 0) return null;
  if (length < PASSWORD_MIN_LENGTH) {
    const missing = PASSWORD_MIN_LENGTH - length;
    return { ok: false, words: `Too short: ${missing} more ${missing === 1 ? 'character' : 'characters'}.` };
  }
  if (length > PASSWORD_MAX_LENGTH) return { ok: false, words: `At most ${PASSWORD_MAX_LENGTH} characters.` };
  if (new Set(password).size < 5) return { ok: true, words: 'Long enough, but easy to guess: mix it more.' };
  if (length < LONG) return { ok: true, words: 'Good. A few more words make it strong.' };
  return { ok: true, words: 'Strong.' };
}
