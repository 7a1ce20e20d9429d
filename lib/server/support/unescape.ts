import 'server-only';

/** Text as bytes, and where each byte came from in the text as it was given. */
export interface Decoded {
  bytes: Uint8Array;
  /** Start and end of the escape that each byte stands for, in the first text's bytes. */
  starts: Uint32Array;
  ends: Uint32Array;
}

/** @param room to use again, where it is large enough */
export function undecoded(bytes: Uint8Array, room = roomFor(bytes.length)): Decoded {
  const { starts, ends } = room.starts.length < bytes.length ? roomFor(bytes.length) : room;
  for (let at = 0; at < bytes.length; at += 1) {
    starts[at] = at;
    ends[at] = at + 1;
  }
  return { bytes, starts, ends };
}

/** Memory for a text of so many bytes: nine for each. */
export function roomFor(length: number): Decoded {
  return { bytes: new Uint8Array(length), starts: new Uint32Array(length), ends: new Uint32Array(length) };
}

/**
 * Takes one layer of escapes off: %41, \u0041, \x41, \n, \", &amp; and the like, wherever they stand. Null: there is
 * none. What is no escape stays as it is, so the result is not for reading but for finding what was escaped.
 * @param room to use again, another one than the layer's own
 */
export function unescapeOnce({ bytes, starts, ends }: Decoded, room?: Decoded): Decoded | null {
  const isEnough = room !== undefined && room.bytes.length >= bytes.length;
  const { bytes: out, starts: outStarts, ends: outEnds } = isEnough ? room : roomFor(bytes.length);
  let length = 0;
  let isChanged = false;
  const put = (byte: number, from: number, to: number) => {
    out[length] = byte;
    outStarts[length] = starts[from] ?? 0;
    outEnds[length] = ends[to - 1] ?? 0;
    length += 1;
  };
  for (let at = 0; at < bytes.length; ) {
    const written = escapeAt(bytes, at);
    const end = at + (written?.length ?? 1);
    if (written === null) put(bytes[at] ?? 0, at, end);
    else for (const byte of written.bytes) put(byte, at, end);
    isChanged ||= written !== null;
    at = end;
  }
  if (!isChanged) return null;
  return {
    bytes: out.subarray(0, length),
    starts: outStarts.subarray(0, length),
    ends: outEnds.subarray(0, length),
  };
}

interface Escape {
  /** Of the escape itself. */
  length: number;
  bytes: readonly number[] | Uint8Array;
}

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;
/** Of an escape: two of `\\u` for one character. */
const LONGEST = 12;
const CONTROL: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function escapeAt(bytes: Uint8Array, at: number): Escape | null {
  const first = bytes[at];
  if (first !== PERCENT && first !== BACKSLASH && first !== AMPERSAND) return null;
  const text = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + at,
    Math.min(LONGEST, bytes.length - at),
  ).toString('latin1');
  if (first === PERCENT) return byteEscape(/^%([0-9a-f]{2})/i.exec(text));
  return first === BACKSLASH ? afterBackslash(text) : entity(text);
}

function byteEscape(match: RegExpExecArray | null): Escape | null {
  return match && { length: match[0].length, bytes: [Number.parseInt(match[1] ?? '', 16)] };
}

function afterBackslash(text: string): Escape | null {
  const pair = /^\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(text);
  const [high, low] = [pair?.[1], pair?.[2]].map((hex) => Number.parseInt(hex ?? '', 16));
  if (pair && high !== undefined && low !== undefined)
    return character(pair[0], 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
  const unicode = /^\\u([0-9a-f]{4})/i.exec(text);
  if (unicode) return character(unicode[0], Number.parseInt(unicode[1] ?? '', 16));
  const hex = byteEscape(/^\\x([0-9a-f]{2})/i.exec(text));
  if (hex) return hex;
  const next = text[1] ?? '';
  const control = CONTROL[next];
  if (control !== undefined) return { length: 2, bytes: [control] };
  // Of a letter of several bytes only the first is here, and it stays one.
  return /^[^\w\s]$/.test(next) ? { length: 2, bytes: Buffer.from(next, 'latin1') } : null;
}

function entity(text: string): Escape | null {
  const match = /^&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/i.exec(text);
  if (!match) return null;
  const [all, name, decimal, hex] = match;
  if (name) return { length: all.length, bytes: Buffer.from(ENTITIES[name.toLowerCase()] ?? '') };
  return character(all, decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16));
}

function character(written: string, code: number): Escape | null {
  return code > 0x10ffff ? null : { length: written.length, bytes: Buffer.from(String.fromCodePoint(code)) };
}
