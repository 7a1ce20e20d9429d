import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POST as openIt } from '@/app/api/backup/restore/[id]/open/route';
import { GET as previewIt } from '@/app/api/backup/restore/[id]/preview/route';
import { POST as restoreIt } from '@/app/api/backup/restore/[id]/route';
import { POST as bring } from '@/app/api/backup/restore/route';
import type { LockedBackup, OpenedBackup } from '@/lib/schemas/backup/restore';
import type { ChangePreview } from '@/lib/schemas/settings/settings';
import { lockFor, lockWith, newKeyPair } from '@/lib/server/backup/age';
import { makeArchive } from '@/lib/server/backup/archive';
import { manifestOf } from '@/lib/server/backup/manifest';
import { revisionKey } from '@/lib/server/change/records/sealed-texts';
import { tarOf } from '@/lib/server/docker/tar';
import { claim, type Owner } from '../../support/panel/panel-client';
import { freshStack, panelRequest } from '../../support/panel/route-call';

const SECRET = 'glc_before_the_card_died';
let stack: ReturnType<typeof freshStack>;
let owner: Owner;
let key: Awaited<ReturnType<typeof newKeyPair>>;
const put = (name: string, text: string) => {
  const file = path.join(stack.dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const CONFIG = readFileSync('compose/config.example/vmagent/prometheus.yml', 'utf8');

beforeEach(async () => {
  stack = freshStack();
  owner = await claim();
  key = await newKeyPair();
  // Made with the first look at the files, whoever takes it.
  await revisionKey();
  put('.env', `WEIR_DESTINATION=local\nREMOTE_WRITE_TOKEN=${SECRET}\n`);
  put('config/vmagent/prometheus.yml', CONFIG);
});
afterEach(() => stack.remove());

async function send(content: Uint8Array, type = 'application/octet-stream'): Promise<Response> {
  const headers = { 'content-type': type };
  const request = panelRequest('/x', { method: 'POST', cookie: owner.cookie, headers });
  return bring(new Request(request, { body: Buffer.from(content), method: 'POST' }));
}
async function brought(content: Uint8Array): Promise<LockedBackup> {
  const answer = await send(content);
  expect(answer.status).toBe(201);
  return answer.json();
}
const opened = (id: string, secret: string) =>
  owner.call<OpenedBackup>(openIt, { method: 'POST', params: { id }, body: { secret } });
const preview = (id: string, cluster = 'pi-attic') =>
  owner.call<ChangePreview>(previewIt, { params: { id }, query: `?cluster=${cluster}` });

/** Every byte of the stack and of the state, but for the time at which the owner was seen. */
function everything(): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(stack.stateDir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (/sessions\.json$/.test(file)) continue;
    hash.update(`${file} ${lstatSync(file).mode} `);
    if (entry.isFile()) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

test('what a backup holds and would change is shown, its secrets hidden, and nothing is touched', async () => {
  const { content } = await makeArchive(key);
  put('.env', 'WEIR_DESTINATION=local\nREMOTE_WRITE_TOKEN=glc_of_now\n');
  const locked = await brought(content);
  expect(locked).toMatchObject({ opensBy: 'key', keyName: key.recipient.slice(-6) });
  await expect(preview(locked.id)).rejects.toThrow(/no longer kept here/);
  const { cluster, files } = await opened(locked.id, key.identity.replace(/(.{4})/g, '$1 ').toLowerCase());
  expect(files.map(({ path: name }) => name)).toContain('.weir/auth.json');
  expect(cluster).toBe('raspberrypi');
  const before = everything();
  const seen = await preview(locked.id, 'pi-cellar');
  const text = JSON.stringify(seen);
  expect(text).not.toMatch(/glc_/);
  expect(seen.files.map(({ path: name }) => name)).toEqual(['.env', 'config/vmagent/prometheus.yml']);
  expect(text).toMatch(/cluster: pi-cellar/);
  expect(seen.words.join(' ')).toMatch(/password and who is signed in stay/);
  expect(everything()).toBe(before);
});

test('the text file of a key opens a backup as it is, and a passphrase with its blanks', async () => {
  const file = `# Recovery key of Weir\n# public key: ${key.recipient}\n${key.identity}\n`;
  for (const text of [file, file.replaceAll('\n', '')])
    await opened((await brought((await makeArchive(key)).content)).id, text);
  const passphrase = ' tall reeds  by the pond ';
  const locked = await brought((await makeArchive({ passphrase })).content);
  expect(locked.opensBy).toBe('passphrase');
  await opened(locked.id, passphrase);
});

describe('each of these is refused in clear words, and nothing is touched', () => {
  const file = { path: '.env', mode: 0o600, content: Buffer.from('A=1\n') };
  const about = { cluster: null, madeAtMs: 1, leftOut: [] };
  const packed = (manifest: object, files: { path: string; mode: number; content: Buffer }[]) =>
    tarOf([{ path: 'manifest.json', mode: 0o600, content: Buffer.from(JSON.stringify(manifest)) }, ...files]);
  const link = () => {
    const tar = Buffer.from(packed(manifestOf([file], about), [file]));
    const header = tar.subarray(1024, 1536);
    header.write('2', 156);
    header.write('/etc/passwd', 157);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return tar;
  };
  const outside = { ...file, path: 'config/../../../etc/cron.d/x' };
  const whole = () => makeArchive(key).then(({ content }) => Buffer.from(content));
  const locked = (tar: Buffer) => lockFor([key.recipient], tar);

  test.each<[string, () => Promise<Uint8Array>, RegExp]>([
    ['another key', async () => (await makeArchive(await newKeyPair())).content, /key of other backups/],
    ['a cut file', async () => (await whole()).subarray(0, -100), /damaged/],
    [
      'a changed byte',
      async () => {
        const content = await whole();
        content.writeUInt8((content.at(-50) ?? 0) ^ 1, content.length - 50);
        return content;
      },
      /damaged/,
    ],
    [
      'an older form',
      () => locked(packed({ ...manifestOf([file], about), format: 0 }, [file])),
      /older Weir/,
    ],
    ['a newer form', () => locked(packed({ ...manifestOf([file], about), format: 2 }, [file])), /newer Weir/],
    ['another locked file', () => locked(Buffer.from('hello')), /damaged/],
    ['an archive of something else', () => locked(tarOf([file])), /not a backup/],
    ['a link', () => locked(link()), /damaged/],
    ['a path outside', () => locked(packed(manifestOf([outside], about), [outside])), /damaged/],
  ])('%s', async (_, make, words) => {
    const content = await make();
    const before = everything();
    const { id } = await brought(content);
    await expect(opened(id, key.identity)).rejects.toThrow(words);
    await expect(preview(id)).rejects.toThrow(/no longer kept/);
    expect(everything()).toBe(before);
  });

  test('another passphrase, and a key that is none', async () => {
    const before = everything();
    const { id } = await brought((await makeArchive({ passphrase: 'frogs between the lilies' })).content);
    await expect(opened(id, 'frogs between the reeds')).rejects.toThrow(/not its passphrase/);
    const other = await brought((await makeArchive(key)).content);
    await expect(opened(other.id, 'hello')).rejects.toThrow(/begins with AGE-SECRET-KEY-1/);
    await expect(opened(id, 'frogs between the lilies')).rejects.toThrow(/no longer kept/);
    expect(everything()).toBe(before);
  });

  test('what is no locked file at all, too large, or sent as something else', async () => {
    const before = everything();
    for (const [text, words] of [
      ['PK\u0003\u0004 hello', /does not begin as files of age do/],
      ['', /The file is empty/],
      ['age-encryption.org/v1\n-> X255', /first lines are not whole/],
    ] as const) {
      const refused = await send(Buffer.from(text));
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringMatching(words)]);
    }
    expect((await send(Buffer.alloc(16 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send((await makeArchive(key)).content, 'text/plain')).status).toBe(415);
    const dear = Buffer.from(await lockWith('frogs between the lilies', Buffer.from('x'))).toString('latin1');
    const answer = await send(Buffer.from(dear.replace(/^(-> scrypt \S+) 15$/m, '$1 20'), 'latin1'));
    expect(await answer.text()).toMatch(/too much memory/);
    expect(everything()).toBe(before);
  });

  test('a restore under a name that is none, and without an engine', async () => {
    const { id } = await brought((await makeArchive(key)).content);
    await opened(id, key.identity);
    const before = everything();
    const restore = (cluster: string) =>
      owner.call(restoreIt, {
        method: 'POST',
        params: { id },
        body: { cluster },
        headers: { 'if-match': '*' },
      });
    await expect(restore('')).rejects.toThrow(/Give this Pi a name/);
    await expect(restore('pi-cellar')).rejects.toThrow();
    expect(everything()).toBe(before);
  });
});
