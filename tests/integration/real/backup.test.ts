import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keyFile } from '@/components/settings/backup/key-text';
import { newKeyPair } from '@/lib/server/backup/age';
import { makeArchive, openArchive } from '@/lib/server/backup/archive';
import { protectionOf } from '@/lib/server/backup/header';
import { freshStack } from '../../support/panel/route-call';
import { mustRun } from '../../support/run/exec';
import { ageBinary } from '../../support/stack/debian';

let age: string;
beforeAll(async () => {
  age = await ageBinary();
});

let stack: ReturnType<typeof freshStack>;
let folder: string;
beforeEach(() => {
  stack = freshStack();
  folder = mkdtempSync(path.join(tmpdir(), 'weir-age-'));
  writeFileSync(path.join(stack.dir, '.env'), "REMOTE_WRITE_TOKEN='glc_x'\n");
  mkdirSync(path.join(stack.dir, 'config/vmagent'), { recursive: true });
  writeFileSync(path.join(stack.dir, 'config/vmagent/own.yml'), 'a: 1\n', { mode: 0o644 });
});
afterEach(() => {
  stack.remove();
  rmSync(folder, { recursive: true });
});
const run = (program: string, ...args: string[]) => mustRun(program, args, { cwd: folder });
const unlock = () => run(age, '-d', '-i', 'key.txt', '-o', 'backup.tar', 'backup.age');

async function withKey(): Promise<{ identity: string; recipient: string }> {
  const pair = await newKeyPair();
  const made = { recoveryKey: pair.identity, recipient: pair.recipient, name: pair.recipient.slice(-6) };
  writeFileSync(path.join(folder, 'key.txt'), await keyFile(made, 0).text(), { mode: 0o600 });
  return pair;
}

test('age and tar open what the panel has made, with the text file of the recovery key', async () => {
  const { recipient } = await withKey();
  const { content, manifest } = await makeArchive({ recipient });
  writeFileSync(path.join(folder, 'backup.age'), content);
  await unlock();
  const names = (await run('tar', 't', '-f', 'backup.tar')).split('\n');
  expect(names).toEqual(['manifest.json', ...manifest.files.map(({ path: name }) => name)]);
  await run('tar', 'x', '-f', 'backup.tar');
  expect(readFileSync(path.join(folder, '.env'), 'utf8')).toBe("REMOTE_WRITE_TOKEN='glc_x'\n");
  expect(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
});

test('another key opens it nowhere', async () => {
  const { recipient } = await newKeyPair();
  await withKey();
  writeFileSync(path.join(folder, 'backup.age'), (await makeArchive({ recipient })).content);
  await expect(unlock()).rejects.toThrow(/no identity matched/);
});

test('the panel opens what age has locked', async () => {
  const { identity, recipient } = await withKey();
  const made = await makeArchive({ recipient });
  writeFileSync(path.join(folder, 'backup.age'), made.content);
  await unlock();
  await run(age, '-r', recipient, '-o', 'again.age', 'backup.tar');
  const again = readFileSync(path.join(folder, 'again.age'));
  expect(protectionOf(again)).toEqual({ by: 'key', keyName: null });
  expect((await openArchive(again, { identity })).manifest).toEqual(made.manifest);
});
