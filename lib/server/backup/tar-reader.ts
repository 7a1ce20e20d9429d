import 'server-only';
import { damaged } from './age';
import type { PackedFile } from './packed';
import { isPackedPath } from './packed';

const BLOCK = 512;
const MOST_FILES = 1000;
const REGULAR = '0';

/**
 * The files of an archive of Weir's. Strict: plain files alone, each once, by paths of the fixed form, and nothing that an
 * archive could hold besides.
 * @throws AppError bad-request
 */
export function readTar(archive: Uint8Array): PackedFile[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = new Map<string, PackedFile>();
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) {
      if (!bytes.subarray(at).every((byte) => byte === 0)) throw damaged();
      return [...files.values()];
    }
    const { path, mode, size } = readHeader(header);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length !== size || files.has(path) || files.size >= MOST_FILES) throw damaged();
    files.set(path, { path, mode, content });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw damaged();
}

function readHeader(header: Buffer): { path: string; mode: number; size: number } {
  const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/\0[\s\S]*$/, '');
  const octal = (from: number, to: number) => {
    const digits = text(from, to).trim();
    if (!/^[0-7]{1,11}$/.test(digits)) throw damaged();
    return Number.parseInt(digits, 8);
  };
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  const path = text(0, 100);
  const isPlain = text(156, 157) === REGULAR && text(157, 257) === '' && text(345, 500) === '';
  if (octal(148, 156) !== sum || !text(257, 263).startsWith('ustar') || !isPlain || !isPackedPath(path))
    throw damaged();
  return { path, mode: octal(100, 108) & 0o777, size: octal(124, 136) };
}
