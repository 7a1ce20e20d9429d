import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withFloors } from './floors-page.ts';
import { productFiles } from './source-files.ts';

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

test('every section of the settings is named by the files that ARCHITECTURE.md says, and by no other', () => {
  const part = page.slice(
    page.indexOf('- **A section of the settings**'),
    page.indexOf('- **A rule of the verdict**'),
  );
  const said = [...part.matchAll(/`(\w[\w/-]+\.ts)`/g)].map(([, path]) => path);
  const list =
    productFiles.find(({ path }) => path === 'lib/server/settings/sections/sections.ts')?.code ?? '';
  const names = [...list.matchAll(/^ {2}(\w+),$/gm)].map(([, name]) => name);
  const naming = productFiles.filter(({ code }) =>
    names.every((name) => new RegExp(`\\b${name}\\b`).test(code)),
  );
  expect(names).toContain('retention');
  expect(naming.map(({ path }) => path).toSorted()).toEqual(said.toSorted());
});
