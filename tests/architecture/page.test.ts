import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withFloors } from './floors-page.ts';

const page = readFileSync('ARCHITECTURE.md', 'utf8');

test('ARCHITECTURE.md has the floors as they are; `npm run docs` writes them anew', () =>
  expect(page).toBe(withFloors(page)));

test('every file and folder that ARCHITECTURE.md and CONTRIBUTING.md name is there', () => {
  const text = page + readFileSync('CONTRIBUTING.md', 'utf8');
  const named = [...text.matchAll(/`((?:app|components|lib|tests|scripts|compose)\/[\w./()[\]-]+)`/g)].map(
    ([, path = '']) => path,
  );
  // What a running stack makes, or the reader: not part of the repository.
  const isMade = (path: string) => /^compose\/(\.env$|\.weir|config\/|[^/]*$)/.test(path);
  expect(named.filter((path) => !isMade(path) && !existsSync(path))).toEqual([]);
  // It finds them at all.
  expect(named).toContain('lib/server/env.ts');
});
