/** CBOR (RFC 8949), as far as Smithy's rpc-v2-cbor needs it. */

/** Tag 1: seconds since 1970. */
export class Timestamp {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }
  /** How the JSON protocols write it. */
  toJSON(): number {
    return this.seconds;
  }
}

export type Cbor =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Timestamp
  | Buffer
  | readonly Cbor[]
  | { readonly [name: string]: Cbor };

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

const FALSE = 20;
const TRUE = 21;
const NULL = 22;
const UNDEFINED = 23;
const HALF = 25;
const FLOAT = 26;
const DOUBLE = 27;
const OPEN = 31;
const TIME_TAG = 1;

/** The first bytes of an item: its kind, and a number in the fewest bytes. */
function head(major: number, value: number | bigint): Buffer {
  const first = major << 5;
  if (value < 24) return Buffer.from([first | Number(value)]);
  if (value < 0x100) return Buffer.from([first | 24, Number(value)]);
  const bytes = value < 0x1_0000 ? 2 : value < 0x1_0000_0000 ? 4 : 8;
  const buffer = Buffer.alloc(1 + bytes);
  buffer[0] = first | (bytes === 2 ? 25 : bytes === 4 ? 26 : 27);
  if (bytes === 8) buffer.writeBigUInt64BE(BigInt(value), 1);
  else buffer.writeUIntBE(Number(value), 1, bytes);
  return buffer;
}

function double(value: number): Buffer {
  const buffer = Buffer.alloc(9);
  buffer[0] = (SIMPLE << 5) | DOUBLE;
  buffer.writeDoubleBE(value, 1);
  return buffer;
}

function number(value: number | bigint): Buffer {
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0)))
    return double(value);
  return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, -1n - BigInt(value));
}

/** With definite lengths. Numbers that are no whole ones have eight bytes; what is undefined in a map is left out. */
export function encodeCbor(value: Cbor): Buffer {
  if (value === null) return head(SIMPLE, NULL);
  if (value === undefined) return head(SIMPLE, UNDEFINED);
  if (typeof value === 'boolean') return head(SIMPLE, value ? TRUE : FALSE);
  if (typeof value === 'number' || typeof value === 'bigint') return number(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(TEXT, text.length), text]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([head(BYTES, value.length), value]);
  if (value instanceof Timestamp) return Buffer.concat([head(TAG, TIME_TAG), double(value.seconds)]);
  if (Array.isArray(value)) return Buffer.concat([head(LIST, value.length), ...value.map(encodeCbor)]);
  const entries = Object.entries(value as { [name: string]: Cbor }).filter(([, item]) => item !== undefined);
  return Buffer.concat([head(MAP, entries.length), ...entries.flat().map(encodeCbor)]);
}

/** A float of two bytes (RFC 8949, appendix D). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const BREAK = Symbol('break');

class Reader {
  private at = 0;
  private readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error('CBOR: the text ends too early.');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private argument(info: number): number | bigint {
    if (info < 24) return info;
    if (info > 27) throw new Error(`CBOR: no length has the code ${info}.`);
    const bytes = this.take(2 ** (info - 24));
    if (info < 27) return bytes.readUIntBE(0, bytes.length);
    const long = bytes.readBigUInt64BE();
    return long <= Number.MAX_SAFE_INTEGER ? Number(long) : long;
  }

  private simple(info: number): Cbor {
    if (info === FALSE || info === TRUE) return info === TRUE;
    if (info === NULL) return null;
    if (info === UNDEFINED) return undefined;
    if (info === HALF) return half(this.take(2).readUInt16BE());
    if (info === FLOAT) return this.take(4).readFloatBE();
    if (info === DOUBLE) return this.take(8).readDoubleBE();
    throw new Error(`CBOR: no simple value has the code ${info}.`);
  }

  /** `length` items; null: until the break. */
  private items(length: number | null): Cbor[] {
    const items: Cbor[] = [];
    for (let read = 0; read !== length; read++) {
      const item = this.item();
      if (item === BREAK) {
        if (length !== null) throw new Error('CBOR: a break inside an item of a known length.');
        return items;
      }
      items.push(item);
    }
    return items;
  }

  private map(length: number | null): Cbor {
    const items = this.items(length === null ? null : 2 * length);
    const entries = items.flatMap((item, index) =>
      index % 2 === 0 ? [[String(item), items[index + 1]] as const] : [],
    );
    return Object.fromEntries(entries);
  }

  item(): Cbor | typeof BREAK {
    const first = this.take(1).readUInt8();
    const major = first >> 5;
    const info = first & 31;
    if (major === SIMPLE) return info === OPEN ? BREAK : this.simple(info);
    const isOpen = info === OPEN;
    if (isOpen && (major < BYTES || major === TAG)) throw new Error('CBOR: a number without an end.');
    const argument = isOpen ? null : this.argument(info);
    const length = argument === null ? null : Number(argument);
    if (major === LIST) return this.items(length);
    if (major === MAP) return this.map(length);
    if (major === TEXT) return length === null ? this.items(null).join('') : this.take(length).toString();
    if (major === BYTES)
      return length === null ? Buffer.concat(this.items(null) as Buffer[]) : this.take(length);
    if (major === TAG) return this.tagged(length);
    if (major === UNSIGNED) return argument;
    return typeof argument === 'number' ? -1 - argument : -1n - (argument as bigint);
  }

  private tagged(tag: number | null): Cbor {
    const content = this.item();
    if (content === BREAK) throw new Error('CBOR: a tag without content.');
    return tag === TIME_TAG ? new Timestamp(Number(content)) : content;
  }
}

/** Of tags only that of times is kept. Whole numbers beyond 2^53 are bigints. @throws Error for what is no single item */
export function decodeCbor(bytes: Buffer): Cbor {
  const reader = new Reader(bytes);
  const value = reader.item();
  if (value === BREAK || !reader.isAtEnd) throw new Error('CBOR: more or less than one item.');
  return value;
}
