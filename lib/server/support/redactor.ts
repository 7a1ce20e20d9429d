import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../errors';
import { merged } from '../files/secrets/spans';
import { createFinder, type Match } from './finder';
import { MASK, maskShapes } from './shapes';
import { type Secret, spellingsOf } from './spellings';
import { roomFor, undecoded, unescapeOnce } from './unescape';

export interface Redacted {
  text: string;
  /** How often each thing was masked. */
  masked: ReadonlyMap<string, number>;
}

/** One text at a time. @throws AppError internal when it cannot be done, which must leave the text out */
export type Redactor = (text: string) => Promise<Redacted>;

interface Range {
  start: number;
  end: number;
  label: string;
}

/** Escapes within escapes: JSON in a log line in JSON in an error's text. */
const MOST_LAYERS = 5;
const MOST_PASSES = 3;
const CHUNK_BYTES = 32 * 1024;
const NEWLINE = 0x0a;
const BY_SHAPE = 'looks like a password, token or key';
/** Letters of base64, of both alphabets; those of hexadecimal numbers are among them. */
const CODED = /[\w+/=-]/;

/**
 * Masks the secrets by their values, however they are written: plain, escaped, in an address, in base64 or
 * hexadecimal, whole or cut short; and by its shape what looks like one that nobody told of.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const spellings = secrets.map(spellingsOf);
  const findPlain = createFinder(spellings.flatMap(({ plain }) => plain));
  const findEncoded = createFinder(spellings.flatMap(({ encoded }) => encoded));

  const rooms = [roomFor(2 * CHUNK_BYTES), roomFor(2 * CHUNK_BYTES)];

  async function rangesIn(text: Buffer): Promise<Range[]> {
    const ranges: Range[] = [];
    for (const { from, to } of chunks(text)) {
      for (const { start, end, label } of rangesOf(text.subarray(from, to)))
        ranges.push({ start: start + from, end: end + from, label });
      // The panel answers others meanwhile.
      await setImmediate();
    }
    return merged(ranges);
  }

  function rangesOf(chunk: Uint8Array): Range[] {
    const ranges: Range[] = [];
    let layer = undecoded(chunk, rooms[0]);
    for (let depth = 0; depth < MOST_LAYERS; depth += 1) {
      const { bytes, starts, ends } = layer;
      const found = [
        ...findPlain(bytes),
        ...findEncoded(bytes).map((match) => ({ ...match, ...wholeRun(bytes, match) })),
      ];
      for (const { start, end, needle } of found)
        ranges.push({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0, label: needle.label });
      const next = unescapeOnce(layer, rooms[(depth + 1) % 2]);
      if (next === null) break;
      layer = next;
    }
    return ranges;
  }

  return async (given) => {
    const masked = new Map<string, number>();
    const count = (label: string, times: number) => masked.set(label, (masked.get(label) ?? 0) + times);
    let text = given;
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const bytes = Buffer.from(text, 'utf8');
      const ranges = await rangesIn(bytes);
      const shaped = maskShapes(cutOut(bytes, ranges));
      for (const { label } of ranges) count(label, 1);
      if (shaped.count > 0) count(BY_SHAPE, shaped.count);
      text = shaped.text;
      // What is masked can join what stood around it.
      if (ranges.length === 0) return { text, masked };
    }
    throw new AppError('internal', 'Its secrets could not be masked.');
  };
}

/** Whole lines, so many at a time: to know where each byte came from takes eight more for it. */
function chunks(text: Buffer): { from: number; to: number }[] {
  const result: { from: number; to: number }[] = [];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(NEWLINE, from + CHUNK_BYTES);
    const to = newline === -1 ? text.length : newline + 1;
    result.push({ from, to });
    from = to;
  }
  return result;
}

/** What a secret is encoded with hides it only as a whole: `user:token` in one piece of base64. */
function wholeRun(bytes: Uint8Array, { start, end }: Match): { start: number; end: number } {
  const isCoded = (at: number) =>
    at >= 0 && at < bytes.length && CODED.test(String.fromCharCode(bytes[at] ?? 0));
  let [from, to] = [start, end];
  while (isCoded(from - 1)) from -= 1;
  while (isCoded(to)) to += 1;
  return { start: from, end: to };
}

function cutOut(bytes: Buffer, ranges: readonly Range[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { start, end } of ranges) {
    parts.push(bytes.toString('utf8', at, start), MASK);
    at = end;
  }
  parts.push(bytes.toString('utf8', at));
  return parts.join('');
}
