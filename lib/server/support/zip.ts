import 'server-only';
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';

/** A file within an archive, packed. */
export interface ZipEntry {
  /** Its path, in ASCII. */
  name: string;
  packed: Buffer;
  crc: number;
  /** Of what it holds. */
  bytes: number;
}

const DEFLATED = 8;
/** 2.0: the least that can unpack it. */
const VERSION = 20;
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
/** Made on Unix (3), a plain file that all may read. */
const MADE_ON_UNIX = (3 << 8) | VERSION;
const PLAIN_FILE = (0o100644 << 16) >>> 0;

export async function pack(name: string, content: Buffer): Promise<ZipEntry> {
  return { name, packed: await promisify(deflateRaw)(content), crc: crc32(content), bytes: content.length };
}

export async function unpack(entry: ZipEntry): Promise<Buffer> {
  return promisify(inflateRaw)(entry.packed);
}

/** A ZIP archive as in PKWARE's APPNOTE 6.3, for less than 65,536 files and 4 GB. @param at time of all its files */
export function zip(entries: readonly ZipEntry[], at: Date): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'ascii');
    const common = commonFields(entry, name.length, at);
    const local = Buffer.concat([words(LOCAL_HEADER), common, name]);
    central.push(
      Buffer.concat([
        words(CENTRAL_HEADER),
        halves(MADE_ON_UNIX),
        common,
        // No comment, on disk 0, no inner attributes.
        halves(0, 0, 0),
        words(PLAIN_FILE, offset),
        name,
      ]),
    );
    parts.push(local, entry.packed);
    offset += local.length + entry.packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([
    words(END_OF_CENTRAL),
    halves(0, 0, entries.length, entries.length),
    words(directory.length, offset),
    halves(0),
  ]);
  return Buffer.concat([...parts, directory, end]);
}

/** What the two headers of a file share. */
function commonFields({ crc, packed, bytes }: ZipEntry, nameLength: number, at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const day =
    (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return Buffer.concat([
    halves(VERSION, 0, DEFLATED, time, day),
    words(crc, packed.length, bytes),
    halves(nameLength, 0),
  ]);
}

function halves(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) out.writeUInt16LE(value, index * 2);
  return out;
}

function words(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) out.writeUInt32LE(value, index * 4);
  return out;
}
