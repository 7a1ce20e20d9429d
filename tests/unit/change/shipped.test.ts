import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileDiffs } from '@/lib/server/change/records/file-diffs';
import { withShipped } from '@/lib/server/change/shipped';
import shipped from '@/lib/server/change/shipped.json';
import { readStackTemplate, writeStackFiles } from '@/lib/server/files/file-store';
import { readStackTexts, sealStack } from '@/lib/server/stack/stack-texts';
import { freshStack } from '../../support/panel/route-call';

const compose = readFileSync(
  path.resolve(import.meta.dirname, '../../../compose/docker-compose.yml'),
  'utf8',
);
const rules = '[]\n';
let panel: ReturnType<typeof freshStack>;

beforeEach(async () => {
  panel = freshStack();
  await writeStackFiles([{ id: 'env', text: 'COMPOSE_PROFILES=system\n' }]);
});
afterEach(() => panel.remove());

test('the digest of docker-compose.yml is that of the file; `npm run docs` writes it anew', () => {
  expect(shipped['docker-compose.yml']).toBe(createHash('sha256').update(compose).digest('hex'));
});

/** The files that count as edited by hand since a revision with these texts. */
async function editedSince(more: Record<string, string | undefined>): Promise<string[]> {
  const stack = await readStackTexts();
  const sealed = { ...(await sealStack(stack)), ...more };
  const texts = Object.fromEntries(
    Object.entries(sealed).flatMap(([id, text]) => (text === undefined ? [] : [[id, text]])),
  );
  return fileDiffs(await withShipped(texts, stack), await sealStack(stack)).map(({ path: name }) => name);
}

test('docker-compose.yml of a newer Weir is no edit by hand', async () => {
  expect(await editedSince({ compose: 'services: {}\n' })).toEqual([]);
});

test('a file that the newer Weir has put there is none, either', async () => {
  const text = (await readStackTemplate('vmagent-aggregation')) ?? '';
  await writeStackFiles([{ id: 'vmagent-aggregation', text }]);
  expect(await editedSince({ 'vmagent-aggregation': undefined })).toEqual([]);
});

test('what a hand has done is still shown beside it', async () => {
  await writeStackFiles([{ id: 'vmagent-aggregation', text: `${rules}# mine\n` }]);
  expect(await editedSince({ compose: 'services: {}\n', env: 'COMPOSE_PROFILES=\n' })).toEqual(['.env']);
  expect(await editedSince({ 'vmagent-aggregation': undefined })).toEqual(['config/vmagent/aggregation.yml']);
  expect(await editedSince({ 'vmagent-aggregation': rules })).toEqual(['config/vmagent/aggregation.yml']);
});

test('docker-compose.yml that is not as it ships is one', async () => {
  writeFileSync(path.join(panel.dir, 'docker-compose.yml'), `${compose}# mine\n`);
  expect(await editedSince({ compose })).toEqual(['docker-compose.yml']);
});
