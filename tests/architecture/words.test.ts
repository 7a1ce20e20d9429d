import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exportedNames, userTexts } from './texts.ts';
import { emptyNames, phrases, withWords, words } from './words.ts';

test('CONTRIBUTING.md has the list of words as it is; `npm run docs` writes it anew', () => {
  const page = readFileSync('CONTRIBUTING.md', 'utf8');
  expect(page).toBe(withWords(page));
});

test('texts for people use the word of the list', () => {
  const rules = [...words.map(({ word, texts }) => [texts, word] as const), ...phrases];
  const wrong = userTexts.flatMap(({ at, text }) =>
    rules.flatMap(([pattern, right]) => (pattern?.test(text) ? [`${at}: ${text} → ${right}`] : [])),
  );
  expect(wrong.join('\n')).toBe('');
});

test('exported names use the word of the list', () => {
  const wrong = exportedNames.flatMap(({ at, text }) =>
    words.flatMap(({ word, names }) => (names?.test(text) ? [`${at}: ${text} → ${word}`] : [])),
  );
  const empty = exportedNames.filter(({ text }) => emptyNames.test(text));
  expect([...wrong, ...empty.map(({ at, text }) => `${at}: ${text} → what it does`)].join('\n')).toBe('');
});

test('the texts and names are found at all', () => {
  expect(userTexts.map(({ text }) => text)).toContain('This page could not be shown.');
  expect(exportedNames.map(({ text }) => text)).toContain('upServices');
});
