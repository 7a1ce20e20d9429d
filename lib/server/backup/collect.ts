import 'server-only';
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { LeftOutFile } from '@/lib/schemas/backup/backup';
import { env } from '../env';
import { AppError } from '../errors';
import { PLAIN_MAX_BYTES, readPlainBytes } from '../files/disk/plain-file';
import { readStackFile } from '../files/file-store';
import { LINKED_ENV } from '../files/stack-files';
import { statesInBackup } from '../files/state/state-store';
import { isPackedPath, type PackedFile } from './packed';

const MOST_BYTES = 12 * 1024 * 1024;
const MOST_FILES = 800;
/** Made anew by each panel, or figures that programs of the owner write; never settings. */
const NO_SETTINGS = /^config\/(?:vmagent\/weir-token|textfile\/.*\.prom|.*\.new|(?:.*\/)?\.weir-[^/]*)$/;

export interface Collected {
  files: PackedFile[];
  /** What lies there and is not in the backup. */
  leftOut: LeftOutFile[];
}

/**
 * Everything that a backup has, as it is now: `.env`, all of `config/`, and of `.weir` what its list says.
 * @throws AppError invalid-stack when a file cannot be read; too-large
 */
export async function collect(): Promise<Collected> {
  const { stackDir, stateDir } = env();
  const files: PackedFile[] = [];
  const leftOut: LeftOutFile[] = [];
  const add = (name: string, mode: number, content: Buffer | null) => {
    if (content !== null) files.push({ path: name, mode, content });
  };
  const envText = await readStackFile('env');
  add('.env', 0o600, envText === null ? null : Buffer.from(envText));
  for (const name of await configFiles(stackDir)) {
    if (NO_SETTINGS.test(name) || name === LINKED_ENV) continue;
    const info = await lstat(path.join(/* turbopackIgnore: true */ stackDir, name)).catch(() => null);
    const why = whyNot(name, info);
    if (why !== null) leftOut.push({ path: name, why });
    else add(name, (info?.mode ?? 0o600) & 0o777, await read(stackDir, name, name));
  }
  for (const name of statesInBackup) add(`.weir/${name}`, 0o600, await read(stateDir, name, `.weir/${name}`));
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_BYTES || files.length > MOST_FILES)
    throw new AppError(
      'too-large',
      'The folder config/ holds more than a backup takes: 12 MB, or 800 files.',
      {
        hint: 'Move what is no setting out of it.',
      },
    );
  return { files, leftOut };
}

const read = (folder: string, name: string, label: string) =>
  readPlainBytes(path.join(/* turbopackIgnore: true */ folder, name), label);

/** Why a file is in no backup; null: it is. */
function whyNot(name: string, info: Stats | null): string | null {
  if (info !== null && !info.isFile()) return 'It is a link, or no plain file.';
  if (!isPackedPath(name)) return 'Its name is too long, or has odd characters.';
  return (info?.size ?? 0) > PLAIN_MAX_BYTES ? 'It is larger than 4 MB.' : null;
}

/** Everything below `config/` but its folders, in a fixed order; links are not followed. */
async function configFiles(stackDir: string): Promise<string[]> {
  const folder = path.join(/* turbopackIgnore: true */ stackDir, 'config');
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(folder, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new AppError('invalid-stack', 'The panel may not read all of the folder config/.', {
      hint: 'Run compose/up with sudo, which sets the owner.',
      cause: error,
    });
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(stackDir, path.join(entry.parentPath, entry.name)))
    .sort();
}
