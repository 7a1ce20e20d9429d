import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFor, lockWith, newKeyPair, unlock } from '@/lib/server/backup/age';
import { assertAsMade, makeArchive, openArchive } from '@/lib/server/backup/archive';
import { protectionOf } from '@/lib/server/backup/header';
import { manifestOf } from '@/lib/server/backup/manifest';
import type { PackedFile } from '@/lib/server/backup/packed';
import { tarOf } from '@/lib/server/docker/tar';
import { AppError } from '@/lib/server/errors';
import { isStateFile, statesInBackup } from '@/lib/server/files/state/state-store';
import { freshStack } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
const put = (name: string, text: string, mode = 0o644) => {
  const file = path.join(stack.dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
};
const putState = (name: string) => {
  const file = path.join(stack.stateDir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `{"is":"${name}"}`);
};

beforeEach(() => {
  stack = freshStack();
  put('.env', 'REMOTE_WRITE_TOKEN=glc_secret\n', 0o600);
  put('config/vmagent/prometheus.yml', 'global:\n  external_labels:\n    cluster: pi-attic\n');
});
afterEach(() => stack.remove());

const passphrase = 'duck weed on the lake';
const refusal = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${error}`);
  return [error.message, ...Object.values(error.fieldErrors ?? {})].join(' ');
};

describe('what is in it', () => {
  test('`.env`, all of config/, the states of the list, and nothing else', async () => {
    put('config/vmagent/more/own-jobs.yml', 'a: 1\n', 0o640);
    put('config/gcp/key.json', '{}', 0o600);
    put('config/textfile/rooms.prom', 'room 1\n');
    put('config/vmagent/weir-token', 'abc');
    put('config/a name with spaces.yml', 'b: 1\n');
    put('backups/older.age', 'x');
    symlinkSync('/etc/passwd', path.join(stack.dir, 'config/passwd.yml'));
    symlinkSync(stack.dir, path.join(stack.dir, 'config/round'));
    for (const name of statesInBackup) putState(name);
    for (const name of [
      'sessions.json',
      'setup-code',
      'panel-id',
      'events.jsonl',
      'history/7.bin',
      'apply.json',
    ])
      putState(name);
    const archive = await makeArchive({ passphrase });
    const { manifest, files } = await openArchive(archive.content, { passphrase });
    expect(files.map(({ path: name, mode }) => `${name} ${mode.toString(8)}`)).toEqual([
      '.env 600',
      'config/gcp/key.json 600',
      'config/vmagent/more/own-jobs.yml 640',
      'config/vmagent/prometheus.yml 644',
      ...statesInBackup.map((name) => `.weir/${name} 600`),
    ]);
    expect(manifest).toMatchObject({ format: 1, cluster: 'pi-attic' });
    expect(manifest.leftOut.map(({ path: name }) => name)).toEqual([
      'config/a name with spaces.yml',
      'config/passwd.yml',
      'config/round',
    ]);
    expect(files[0]?.content.toString()).toBe('REMOTE_WRITE_TOKEN=glc_secret\n');
    expect(archive.fileName).toMatch(/^weir-backup-pi-attic-\d{4}-\d\d-\d\d-\d{6}\.age$/);
  });

  test('a file that says the name of the Pi and is broken is in it all the same', async () => {
    put('config/vmagent/prometheus.yml', 'global: [\n');
    const { manifest, fileName } = await makeArchive({ passphrase });
    expect([manifest.cluster, fileName.startsWith('weir-backup-pi-')]).toEqual([null, true]);
  });

  test('every file that the scripts of compose/ or the panel keep in .weir is in one of the two lists', () => {
    const scripts = ['compose', 'compose/lib'].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(path.join(folder, entry.name), 'utf8')),
    );
    const named = scripts.flatMap((text) =>
      [...text.matchAll(/\.weir\/([a-z][\w.-]*)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name = '') => !isStateFile(name) && !isStateFile(`${name}.json`))).toEqual([]);
    expect(['new-thing.json', 'revisions/0.json', '../auth.json'].filter(isStateFile)).toEqual([]);
  });
});

describe('what opens it', () => {
  test('the recovery key, and the key of this one file; no other', async () => {
    const [own, other] = [await newKeyPair(), await newKeyPair()];
    const archive = await makeArchive({ recipient: own.recipient });
    await assertAsMade(archive, archive.content);
    const { manifest } = await openArchive(archive.content, { identity: own.identity });
    expect(manifest).toEqual(archive.manifest);
    expect(protectionOf(archive.content)).toEqual({ by: 'key', keyName: own.recipient.slice(-6) });
    expect(await refusal(openArchive(archive.content, { identity: other.identity }))).toMatch(
      /key of other backups/,
    );
    expect(await refusal(openArchive(archive.content, { passphrase }))).toMatch(/opened by a recovery key/);
  });

  test('the passphrase, and nothing of it stands in the file', async () => {
    const archive = await makeArchive({ passphrase });
    await assertAsMade(archive, archive.content);
    expect(protectionOf(archive.content)).toEqual({ by: 'passphrase' });
    expect(await refusal(openArchive(archive.content, { passphrase: 'another one of these' }))).toMatch(
      /not its passphrase/,
    );
    expect(Buffer.from(archive.content).toString('latin1')).not.toMatch(/duck|glc_|attic/);
  });

  test('the passphrase in the library’s own way, too, and what that has locked', async () => {
    const { Decrypter, Encrypter } = await import('age-encryption');
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    expect(await decrypter.decrypt(await lockWith(passphrase, Buffer.from('hello')), 'text')).toBe('hello');
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(12);
    encrypter.setPassphrase(passphrase);
    const opened = await unlock(await encrypter.encrypt('hello'), { passphrase });
    expect(Buffer.from(opened).toString()).toBe('hello');
  });

  test('nothing, where it takes more memory than the panel has', async () => {
    const archive = Buffer.from(await lockWith(passphrase, Buffer.from('x')));
    const dear = Buffer.from(archive.toString('latin1').replace(/^(-> scrypt \S+) 15$/m, '$1 18'), 'latin1');
    expect(await refusal(openArchive(dear, { passphrase }))).toMatch(/too much memory/);
  });
});

describe('what is not as it was written', () => {
  test('a changed byte is noticed wherever it is, and so is a cut', async () => {
    const own = await newKeyPair();
    const archive = await makeArchive({ recipient: own.recipient });
    const { content } = archive;
    for (let at = 0; at < content.length; at += 37) {
      const changed = Uint8Array.from(content);
      changed[at] = (changed[at] ?? 0) ^ 4;
      expect(await refusal(openArchive(changed, own)), `byte ${at}`).toMatch(
        /not a backup|damaged|not opened/,
      );
    }
    const header = Buffer.from(content).indexOf('\n--- ');
    const mac = header + 20;
    for (const length of [1, 20, header, mac, content.length >> 1, content.length - 1]) {
      const words = await refusal(openArchive(content.subarray(0, length), own));
      expect(words, `${length} bytes`).toMatch(/damaged/);
    }
    expect(await refusal(openArchive(content.subarray(0, 0), own))).toMatch(/is empty/);
    expect(await refusal(assertAsMade(archive, content.subarray(0, -1)))).toMatch(/could not be read again/);
  });

  const file: PackedFile = { path: '.env', mode: 0o600, content: Buffer.from('A=1\n') };
  const about = { cluster: null, madeAtMs: 1, leftOut: [] };
  const locked = async (manifest: unknown, files: PackedFile[] = [file]) => {
    const own = await newKeyPair();
    const first = { path: 'manifest.json', mode: 0o600, content: Buffer.from(JSON.stringify(manifest)) };
    return openArchive(await lockFor([own.recipient], tarOf([first, ...files])), own);
  };

  test.each([
    ['of a newer form', { ...manifestOf([file], about), format: 2 }, [file], /newer Weir/],
    ['of an older form', { ...manifestOf([file], about), format: 0 }, [file], /older Weir/],
    ['without a form', { hello: 1 }, [file], /not a backup/],
    ['with a file too many', manifestOf([], about), [file], /damaged/],
    ['with a file missing', manifestOf([file], about), [], /damaged/],
    [
      'with other content',
      manifestOf([file], about),
      [{ ...file, content: Buffer.from('A=2\n') }],
      /damaged/,
    ],
    ['with other rights', manifestOf([file], about), [{ ...file, mode: 0o666 }], /damaged/],
  ])('one %s is refused', async (_, manifest, files, words) => {
    expect(await refusal(locked(manifest, files))).toMatch(words);
  });

  test('a locked file of something else is no backup', async () => {
    const own = await newKeyPair();
    const other = await lockFor([own.recipient], tarOf([file]));
    expect(await refusal(openArchive(other, own))).toMatch(/not a backup/);
  });
});
