import 'server-only';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { SeriesPart } from './series-table';

/**
 * What is added to a file of the recording at a time: `WEIR`, length and CRC-32 of the rest (each 4 bytes, little endian), then
 * the length of a JSON header, the header, and the values as Float32, series by series.
 */
const MAGIC = Buffer.from('WEIR');
const HEAD_BYTES = 12;

const headerSchema = z.object({
  v: z.literal(1),
  table: z.string().max(20),
  stepMs: z.number().int().positive(),
  firstStep: z.number().int().nonnegative(),
  count: z.number().int().min(1).max(10_000),
  names: z.array(z.string()).max(100),
});
type Header = z.infer<typeof headerSchema>;

export interface Chunk extends SeriesPart {
  table: string;
  stepMs: number;
}

export function encodeChunk({ table, stepMs, firstStep, count, columns }: Chunk): Buffer {
  const header: Header = { v: 1, table, stepMs, firstStep, count, names: [...columns.keys()] };
  const json = Buffer.from(JSON.stringify(header));
  const payload = Buffer.alloc(4 + json.length + columns.size * count * 4);
  payload.writeUInt32LE(json.length, 0);
  json.copy(payload, 4);
  let at = 4 + json.length;
  for (const values of columns.values()) {
    for (const value of values) at = payload.writeFloatLE(value, at);
  }
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32LE(payload.length, 4);
  head.writeUInt32LE(crc32(payload), 8);
  return Buffer.concat([head, payload]);
}

/** The chunks of a file up to the first that is damaged. @returns `goodBytes`: how far that is */
export function decodeChunks(bytes: Buffer): { chunks: Chunk[]; goodBytes: number } {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const end = at + HEAD_BYTES + bytes.readUInt32LE(at + 4);
    const payload = bytes.subarray(at + HEAD_BYTES, end);
    const isWhole = bytes.subarray(at, at + 4).equals(MAGIC) && end <= bytes.length;
    if (!isWhole || bytes.readUInt32LE(at + 8) !== crc32(payload)) break;
    const chunk = decode(payload);
    if (chunk === null) break;
    chunks.push(chunk);
    at = end;
  }
  return { chunks, goodBytes: at };
}

function decode(payload: Buffer): Chunk | null {
  try {
    const jsonBytes = payload.readUInt32LE(0);
    const text = payload.toString('utf8', 4, 4 + jsonBytes);
    const { table, stepMs, firstStep, count, names } = headerSchema.parse(JSON.parse(text));
    const at = 4 + jsonBytes;
    if (payload.length !== at + names.length * count * 4) return null;
    const column = (index: number) =>
      Float32Array.from({ length: count }, (_, row) => payload.readFloatLE(at + (index * count + row) * 4));
    return {
      table,
      stepMs,
      firstStep,
      count,
      columns: new Map(names.map((name, index) => [name, column(index)])),
    };
  } catch {
    return null;
  }
}
