import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readScrapeFiles } from '@/lib/server/files/scrape-files';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-scrape-'));
  vi.stubEnv('WEIR_STACK_DIR', folder);
  const config = path.join(folder, 'config/vmagent');
  mkdirSync(path.join(config, 'own/deep'), { recursive: true });
  mkdirSync(path.join(config, 'many'));
  for (const name of [
    'more.yml',
    'own/b.yml',
    'own/a.yml',
    'own/.c.yml',
    'own/x.json',
    'own/deep/d.yml',
    '{e}.yml',
  ])
    writeFileSync(path.join(config, name), name);
  for (let i = 0; i < 101; i++) writeFileSync(path.join(config, `many/${i}.yml`), '');
  writeFileSync(path.join(config, 'large.yml'), '');
  truncateSync(path.join(config, 'large.yml'), 2 ** 33);
  symlinkSync('more.yml', path.join(config, 'link.yml'));
  symlinkSync('own', path.join(config, 'linked'));
  writeFileSync(path.join(folder, 'config/outside.yml'), 'outside');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it.each([
  ['a name', 'more.yml', ['more.yml']],
  ['vmagent’s own path', '/etc/vmagent/own/../more.yml', ['more.yml']],
  ['a pattern, dots too', 'own/*.yml', ['own/.c.yml', 'own/a.yml', 'own/b.yml']],
  ['a pattern of folders', 'o*/?.yml', ['own/a.yml', 'own/b.yml']],
  ['a name without a star, which is no pattern', 'own/?.yml', []],
  ['a name in braces', '{e}.yml', ['{e}.yml']],
  ['nothing there', 'none.yml', []],
])('case 3, files beside the config are read by %s', async (_, name, found) => {
  const files = await readScrapeFiles([name]);
  const inOrder = files?.map(({ relative }) => relative.replace('config/vmagent/', ''));
  expect(inOrder?.filter((each) => !each.startsWith('many/'))).toEqual(found);
});

it.each([
  ['a way out of the folder', '../outside.yml'],
  ['another folder', '/etc/passwd'],
  ['another machine', 'http://127.0.0.1/x.yml'],
  ['a link', 'link.yml'],
  ['a folder that is a link', 'linked/*.yml'],
  ['too many files', 'many/*'],
  ['too much', 'large.yml'],
  ['a folder in a file’s place', 'own'],
  ['a pattern that only vmagent reads', 'own/[ab].yml'],
  ['a hostile name', 'a\0b'],
])(
  'case 3, files beside the config are not read where vmagent may see something else: %s',
  async (_, name) => {
    expect(await readScrapeFiles([name])).toBeNull();
  },
);

it('a pattern of many stars takes no time to speak of', async () => {
  writeFileSync(path.join(folder, 'config/vmagent', 'a'.repeat(250)), '');
  expect(await readScrapeFiles([`${'*a'.repeat(120)}b`])).toEqual([]);
});
