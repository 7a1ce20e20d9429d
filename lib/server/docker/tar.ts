import 'server-only';

const BLOCK = 512;
const END = Buffer.alloc(2 * BLOCK);

interface TarEntry {
  mode: number;
  uid: number;
  gid: number;
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

/** A POSIX (ustar) archive of one file. `path` is absolute and at most 100 bytes long. */
export function tarFile(path: string, content: Buffer, entry: TarEntry): Buffer {
  return Buffer.concat([tarEntry(path, content, entry), END]);
}

/** An archive of several files in their order, each with its own mode. */
export function tarOf(files: readonly { path: string; content: Buffer; mode: number }[]): Buffer {
  const entries = files.map(({ path, content, mode }) => tarEntry(path, content, { mode, uid: 0, gid: 0 }));
  return Buffer.concat([...entries, END]);
}

/** An archive of several files that everybody may read, by their paths, as a build takes it. */
export function tarFiles(files: ReadonlyMap<string, Buffer>): Buffer {
  return tarOf([...files].map(([path, content]) => ({ path, content, mode: 0o644 })));
}

/** The content of the first file of an archive. @throws RangeError when there is none */
export function firstOfTar(archive: Buffer): Buffer {
  const bytes = Number.parseInt(archive.toString('latin1', 124, 136), 8);
  if (!(archive.length >= BLOCK + bytes)) throw new RangeError('the archive holds no whole file');
  return archive.subarray(BLOCK, BLOCK + bytes);
}

function tarEntry(path: string, content: Buffer, { mode, uid, gid }: TarEntry): Buffer {
  const name = path.replace(/^\/+/, '');
  if (Buffer.byteLength(name) > 100) throw new RangeError('path is too long for a tar header');
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(uid, 8), 108);
  header.write(octal(gid, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(Math.floor(Date.now() / 1000), 12), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}
