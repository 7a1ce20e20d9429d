import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileDiffs } from '@/lib/server/change/records/file-diffs';
import { withShipped } from '@/lib/server/change/shipped';
import shipped from '@/lib/server/change/shipped.json';
import { readStackTemplate, writeStackFiles } from '@/lib/server/files/file-store';
import { readStackTexts, sealStack } from '@/lib/server/stack/stack-texts';
import { exampleFiles } from '../../../scripts/shipped';
import { freshStack } from '../../support/panel/route-call';

const COMPOSE = path.resolve(import.meta.dirname, '../../../compose');
const compose = readFileSync(path.join(COMPOSE, 'docker-compose.yml'), 'utf8');
const rules = '[]\n';
let panel: ReturnType<typeof freshStack>;

beforeEach(async () => {
  panel = freshStack();
  await writeStackFiles([{ id: 'env', text: 'COMPOSE_PROFILES=system\n' }]);
});
afterEach(() => panel.remove());

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

test('the digests are those of the files; `npm run docs` writes them anew', () => {
  expect(shipped['docker-compose.yml']).toBe(digestOf(compose));
  const list = readFileSync(path.join(COMPOSE, 'lib/shipped.sha256'), 'utf8');
  const known = Object.entries(shipped.config);
  for (const file of exampleFiles()) {
    const digest = digestOf(readFileSync(path.join(COMPOSE, 'config.example', file), 'utf8'));
    expect(list, file).toContain(`${digest}  ${file}\n`);
    expect(known.find(([name]) => name === file)?.[1], file).toContain(digest);
  }
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

describe('a file that an earlier Weir shipped, and a newer one replaced', () => {
  const CONFIG = 'config/vmagent/prometheus.yml';
  const example = async () => (await readStackTemplate('vmagent-config')) ?? '';
  const named = (text: string, name: string) => text.replace(/^( *cluster: ).*$/m, `$1${name}`);
  const older = (text: string) => `${text}# as it was shipped before\n`;
  let known: string[];
  beforeEach(async () => {
    known = shipped.config['vmagent/prometheus.yml'];
    known.push(digestOf(older(await example())));
    await writeStackFiles([{ id: 'vmagent-config', text: named(await example(), 'pi-attic') }]);
  });
  afterEach(() => known.pop());

  test('is no edit by hand, whatever the machine is called', async () => {
    expect(await editedSince({ 'vmagent-config': older(named(await example(), 'pi-attic')) })).toEqual([]);
  });

  test('is one where somebody had changed it, or changes it since', async () => {
    const before = older(named(await example(), 'pi-attic'));
    expect(await editedSince({ 'vmagent-config': `${before}# mine\n` })).toEqual([CONFIG]);
    expect(await editedSince({ 'vmagent-config': named(before, 'pi-cellar') })).toEqual([CONFIG]);
    const text = named(await example(), 'pi-attic');
    await writeStackFiles([{ id: 'vmagent-config', text: `${text}# mine\n` }]);
    expect(await editedSince({ 'vmagent-config': before })).toEqual([CONFIG]);
  });
});

test('docker-compose.yml that is not as it ships is one', async () => {
  writeFileSync(path.join(panel.dir, 'docker-compose.yml'), `${compose}# mine\n`);
  expect(await editedSince({ compose })).toEqual(['docker-compose.yml']);
});
