import { expect, it } from 'vitest';
import { passwordWords } from '@/components/auth/password-words';

it.each([
  ['', null],
  ['abc', { ok: false, words: 'Too short: 7 more characters.' }],
  ['abcdefghi', { ok: false, words: 'Too short: 1 more character.' }],
  ['aaaaaaaaaaaa', { ok: true, words: 'Long enough, but easy to guess: mix it more.' }],
  ['plain words', { ok: true, words: 'Good. A few more words make it strong.' }],
  ['three plain words here', { ok: true, words: 'Strong.' }],
  ['x'.repeat(257), { ok: false, words: 'At most 256 characters.' }],
])('says of %j: %j', (password, words) => {
  expect(passwordWords(password)).toEqual(words);
});
