import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  closeSecretFiles,
  readStackFile,
  readStackTemplate,
  removeRemains,
  removeStackFile,
  writeStackFiles,
} from '@/lib/server/files/file-store';
import { stackFile } from '@/lib/server/files/stack-files';
import { readState, removeState, writeState } from '@/lib/server/files/state/state-store';

const { folders, faults } = vi.hoisted(() => ({
  folders: { stackDir: '', stateDir: '' },
  faults: { renameOf: '', writeOf: '' },
}));
vi.mock('@/lib/server/env', () => ({ env: () => ({ ...folders, logLevel: 'silent' }) }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  return {
    ...real,
    rename: (from: string, to: string) =>
      faults.renameOf !== '' && to.endsWith(faults.renameOf) && from.includes('.weir-')
        ? fail('EIO')
        : real.rename(from, to),
    open: async (file: string, flags: string | number, mode?: number) => {
      const handle = await real.open(file, flags, mode);
      if (faults.writeOf !== '' && flags === 'wx') {
        const write = handle.writeFile.bind(handle);
        handle.writeFile = async (data) => {
          if (String(data).includes(faults.writeOf)) {
            await write(String(data).slice(0, 3));
            return fail('ENOSPC');
          }
          return write(data);
        };
      }
      return handle;
    },
  };
});

async function allFiles(): Promise<string[]> {
  const entries = await readdir(folders.stackDir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folders.stackDir, path.join(entry.parentPath, entry.name)))
    .sort();
}

beforeEach(async () => {
  folders.stackDir = await mkdtemp(path.join(tmpdir(), 'weir-file-store-'));
  folders.stateDir = path.join(folders.stackDir, '.weir');
  faults.renameOf = '';
  faults.writeOf = '';
});
afterEach(async () => {
  faults.renameOf = '';
  await rm(folders.stackDir, { recursive: true });
});

describe('writeStackFiles', () => {
  it('writes all files with their modes and leaves nothing else behind', async () => {
    await writeStackFiles([
      { id: 'env', text: 'A=1\n' },
      { id: 'gcp-key', text: '{}' },
      { id: 'vmagent-config', text: 'global: {}\n' },
      { id: 'vmagent-target/yace', text: '[]\n' },
    ]);
    expect(await allFiles()).toEqual([
      '.env',
      'config/gcp/key.json',
      'config/vmagent/prometheus.yml',
      'config/vmagent/targets/yace.yml',
    ]);
    const mode = async (name: string) => (await stat(path.join(folders.stackDir, name))).mode & 0o777;
    expect(await mode('.env')).toBe(0o600);
    expect(await mode('config/gcp/key.json')).toBe(0o600);
    expect(await mode('config/vmagent/prometheus.yml')).toBe(0o644);
    expect(await mode('config/vmagent')).toBe(0o755);
    expect(await readStackFile('env')).toBe('A=1\n');
  });

  it('narrows the mode of a secret file that was too open', async () => {
    await writeFile(path.join(folders.stackDir, '.env'), 'A=1\n');
    await chmod(path.join(folders.stackDir, '.env'), 0o644);
    await writeStackFiles([{ id: 'env', text: 'A=2\n' }]);
    expect((await stat(path.join(folders.stackDir, '.env'))).mode & 0o777).toBe(0o600);
  });

  it('keeps every file as it was when the disk fills up before the last one', async () => {
    await writeStackFiles([{ id: 'env', text: 'A=1\n' }]);
    faults.writeOf = 'too much';
    const change = writeStackFiles([
      { id: 'env', text: 'A=2\n' },
      { id: 'yace-config', text: 'too much' },
    ]);
    await expect(change).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readStackFile('env')).toBe('A=1\n');
    expect(await allFiles()).toEqual(['.env']);
  });

  it('brings the earlier files back when a later rename fails', async () => {
    await writeStackFiles([{ id: 'env', text: 'A=1\n' }]);
    faults.renameOf = 'config.yml';
    const change = writeStackFiles([
      { id: 'env', text: 'A=2\n' },
      { id: 'vmagent-config', text: 'new\n' },
      { id: 'yace-config', text: 'x\n' },
    ]);
    await expect(change).rejects.toMatchObject({ code: 'internal' });
    expect(await readStackFile('env')).toBe('A=1\n');
    expect(await allFiles()).toEqual(['.env']);
  });

  it('neither follows nor replaces a link', async () => {
    const outside = path.join(folders.stackDir, 'outside');
    await writeFile(outside, 'mine');
    await symlink(outside, path.join(folders.stackDir, '.env'));
    await expect(readStackFile('env')).rejects.toMatchObject({ code: 'invalid-stack' });
    await expect(writeStackFiles([{ id: 'env', text: 'A=1' }])).rejects.toMatchObject({
      code: 'invalid-stack',
    });
    expect(await readFile(outside, 'utf8')).toBe('mine');
    expect((await lstat(path.join(folders.stackDir, '.env'))).isSymbolicLink()).toBe(true);
  });

  it('keeps .env where its link leads if that is its one place, and the link stays', async () => {
    const link = path.join(folders.stackDir, '.env');
    const real = path.join(folders.stackDir, 'config/.env');
    await mkdir(path.dirname(real));
    await symlink('config/.env', link);
    expect(await readStackFile('env')).toBeNull();
    await writeStackFiles([{ id: 'env', text: 'A=1\n' }]);
    await chmod(real, 0o644);
    await closeSecretFiles();
    expect(await readStackFile('env')).toBe('A=1\n');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await lstat(real)).mode & 0o777).toBe(0o600);
    expect(await readdir(path.dirname(real))).toEqual(['.env']);
    await writeFile(path.join(path.dirname(real), '.weir-0123456789ab.tmp'), 'A=');
    await removeRemains();
    expect(await readdir(path.dirname(real))).toEqual(['.env']);
    await removeStackFile('env');
    expect(await readdir(path.dirname(real))).toEqual([]);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);

    // One more link behind it could lead anywhere.
    const outside = path.join(folders.stackDir, 'outside');
    await writeFile(outside, 'mine');
    await symlink('../outside', real);
    await expect(readStackFile('env')).rejects.toMatchObject({ code: 'invalid-stack' });
    await expect(writeStackFiles([{ id: 'env', text: 'A=2' }])).rejects.toMatchObject({
      code: 'invalid-stack',
    });
    expect(await readFile(outside, 'utf8')).toBe('mine');
  });

  it.each(['./config/.env', 'config/../config/.env', 'config/vmagent/.env', '/stack/config/.env'])(
    'follows no other spelling of that link: %s',
    async (target) => {
      await mkdir(path.join(folders.stackDir, 'config/vmagent'), { recursive: true });
      await writeFile(path.join(folders.stackDir, 'config/.env'), 'A=1');
      await symlink(target, path.join(folders.stackDir, '.env'));
      await expect(readStackFile('env')).rejects.toMatchObject({ code: 'invalid-stack' });
    },
  );

  it('does not write through a linked folder', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'weir-outside-'));
    await symlink(outside, path.join(folders.stackDir, 'config'));
    await expect(writeStackFiles([{ id: 'yace-config', text: 'x' }])).rejects.toMatchObject({
      code: 'invalid-stack',
    });
    expect(await readdir(outside)).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('lets changes at the same time follow each other', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => writeStackFiles([{ id: 'env', text: `A=${i}\n` }])),
    );
    expect(await readStackFile('env')).toBe('A=19\n');
    expect(await allFiles()).toEqual(['.env']);
  });

  it('knows no file outside the fixed set', () => {
    for (const id of ['../x', 'vmagent-target/../../x', 'vmagent-target/__proto__', 'constructor', '']) {
      expect(() => stackFile(id as 'env')).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });
});

describe('readStackFile', () => {
  it('is null for a file or folder that is not there, and reads the template beside it', async () => {
    expect(await readStackFile('vmagent-config')).toBeNull();
    await mkdir(path.join(folders.stackDir, 'config.example/vmagent'), { recursive: true });
    await writeFile(path.join(folders.stackDir, 'config.example/vmagent/prometheus.yml'), 'x');
    expect(await readStackTemplate('vmagent-config')).toBe('x');
    expect(await readStackTemplate('gcp-key')).toBeNull();
  });

  it('refuses a folder that Docker made in place of a missing file', async () => {
    await mkdir(path.join(folders.stackDir, 'config/gcp/key.json'), { recursive: true });
    await expect(readStackFile('gcp-key')).rejects.toMatchObject({ code: 'invalid-stack' });
  });

  it('refuses bytes that are not UTF-8', async () => {
    await writeFile(path.join(folders.stackDir, '.env'), Buffer.from([0x41, 0x3d, 0xff]));
    await expect(readStackFile('env')).rejects.toMatchObject({ code: 'invalid-stack' });
  });
});

describe('state', () => {
  const schema = z.object({ a: z.number() });

  it('round-trips with private modes, and forgets', async () => {
    expect(await readState('auth', schema)).toBeNull();
    await writeState('auth', { a: 1 });
    expect(await readState('auth', schema)).toEqual({ a: 1 });
    expect((await stat(folders.stateDir)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(folders.stateDir, 'auth.json'))).mode & 0o777).toBe(0o600);
    await removeState('auth');
    await removeState('auth');
    expect(await readState('auth', schema)).toBeNull();
  });

  it.each([
    ['removed', () => removeState('auth')],
    ['written', () => writeState('auth', { a: 1 })],
  ])('says which file cannot be %s', async (_, work) => {
    await mkdir(path.join(folders.stateDir, 'auth.json'), { recursive: true });
    await expect(work()).rejects.toMatchObject({
      name: 'AppError',
      message: expect.stringContaining('auth.json'),
    });
  });

  it('says which file is damaged', async () => {
    await writeState('auth', { a: 'x' });
    await expect(readState('auth', schema)).rejects.toMatchObject({
      code: 'invalid-stack',
      message: expect.stringContaining('.weir/auth.json'),
    });
    await writeFile(path.join(folders.stateDir, 'half'), '{');
    await rename(path.join(folders.stateDir, 'half'), path.join(folders.stateDir, 'auth.json'));
    await expect(readState('auth', schema)).rejects.toMatchObject({ code: 'invalid-stack' });
  });

  it('refuses names that are paths', async () => {
    await expect(writeState('../x', {})).rejects.toThrow();
  });
});

describe('removeRemains', () => {
  it('removes what a killed panel left half-written, however young, and nothing else', async () => {
    await writeStackFiles([
      { id: 'env', text: 'A=1\n' },
      { id: 'vmagent-target/yace', text: '[]\n' },
    ]);
    await writeState('setup', {});
    const kept = await allFiles();
    const temp = '.weir-0123456789ab.tmp';
    for (const folder of ['.', '.weir', 'config/vmagent/targets']) {
      await writeFile(path.join(folders.stackDir, folder, temp), 'AWS_SECRET_ACCESS_KEY=half');
    }
    expect(await allFiles()).toHaveLength(kept.length + 3);
    await removeRemains();
    expect(await allFiles()).toEqual(kept);
  });
});

describe('closeSecretFiles', () => {
  const modeOf = async (name: string) => (await stat(path.join(folders.stackDir, name))).mode & 0o777;

  it('takes secrets from other users’ eyes, and leaves other files, links and folders alone', async () => {
    await writeStackFiles([
      { id: 'env', text: 'A=1\n' },
      { id: 'vmagent-config', text: 'global: {}\n' },
    ]);
    await chmod(path.join(folders.stackDir, '.env'), 0o644);
    await mkdir(path.join(folders.stackDir, 'config/gcp/key.json'), { recursive: true });
    await closeSecretFiles();
    expect(await modeOf('.env')).toBe(0o600);
    expect(await modeOf('config/vmagent/prometheus.yml')).toBe(0o644);
    expect(await modeOf('config/gcp/key.json')).not.toBe(0o600);

    await rm(path.join(folders.stackDir, '.env'));
    await writeFile(path.join(folders.stackDir, 'other'), 'A=1\n', { mode: 0o644 });
    await symlink('other', path.join(folders.stackDir, '.env'));
    await closeSecretFiles();
    expect(await modeOf('other')).toBe(0o644);
  });
});
