import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/dashboards/files.ts';

const files = [...generatedFiles()];

test.each(files)('%s is what lib/dashboards says; `npm run dashboards` writes it anew', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('no file of a dashboard that is gone is left', () => {
  const there = ['compose/dashboards', 'compose/alerts'].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  );
  const written = files.map(([file]) => file).filter((file) => file.startsWith('compose/'));
  expect(there.toSorted()).toEqual(written.toSorted());
});
