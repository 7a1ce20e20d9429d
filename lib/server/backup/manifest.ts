import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { leftOutFileSchema } from '@/lib/schemas/backup/backup';
import { AppError } from '../errors';
import { jsonIn } from '../json';
import { VERSION } from '../version';
import { damaged } from './age';
import { noBackup } from './header';
import { MANIFEST, type PackedFile } from './packed';

/** Raised when an older Weir could no longer read it. */
const FORMAT = 1;

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** The Weir that made it. */
  weir: z.string().max(100),
  /** The name of the Pi; null: it had none. */
  cluster: z.string().max(200).nullable(),
  madeAtMs: z.number().int(),
  files: z.array(
    z.object({ path: z.string(), bytes: z.number().int(), mode: z.number().int(), sha256: z.string() }),
  ),
  leftOut: z.array(leftOutFileSchema),
});
/** The first file of a backup: what it is, and what all others have to be. */
export type Manifest = z.infer<typeof manifestSchema>;

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

type About = Pick<Manifest, 'cluster' | 'madeAtMs' | 'leftOut'>;

export function manifestOf(files: readonly PackedFile[], { cluster, madeAtMs, leftOut }: About): Manifest {
  return {
    format: FORMAT,
    weir: VERSION,
    cluster,
    madeAtMs,
    files: files.map(({ path, mode, content }) => ({
      path,
      bytes: content.length,
      mode,
      sha256: sha256(content),
    })),
    leftOut,
  };
}

/**
 * Takes the manifest from the files of an archive and holds the others to it.
 * @throws AppError bad-request: no backup, one of a newer Weir, or damaged
 */
export function checkFiles(all: readonly PackedFile[]): { manifest: Manifest; files: PackedFile[] } {
  const [first, ...files] = all;
  if (first?.path !== MANIFEST) throw noBackup(OF_ANOTHER);
  const json = jsonIn(first.content.toString('utf8'));
  const format: unknown = Object(json).format;
  if (typeof format === 'number' && format !== FORMAT) throw otherFormat(format);
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw noBackup(OF_ANOTHER);
  const manifest = parsed.data;
  const isWhole =
    files.length === manifest.files.length &&
    manifest.files.every(({ path, bytes, mode, sha256: digest }, index) => {
      const file = files[index];
      return (
        file?.path === path &&
        file.mode === mode &&
        file.content.length === bytes &&
        sha256(file.content) === digest
      );
    });
  if (!isWhole) throw damaged();
  return { manifest, files };
}

const OF_ANOTHER = 'It opens, and holds an archive of another program.';

const otherFormat = (format: number) =>
  format > FORMAT
    ? new AppError('bad-request', 'A newer Weir made this backup, in a form that this one does not know.', {
        hint: 'Update Weir on this Pi, then restore it.',
      })
    : new AppError(
        'bad-request',
        'An older Weir made this backup, in a form that this one no longer reads.',
        {
          hint: 'Restore it with that Weir, update, and make a new backup.',
        },
      );
