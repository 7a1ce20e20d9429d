import 'server-only';
import { LEAST_BYTES, type Needle } from './finder';
import { undecoded, unescapeOnce } from './unescape';

export interface Secret {
  /** What it is, for the reader: `REMOTE_WRITE_TOKEN in .env`. */
  label: string;
  value: string;
}

export interface Spellings {
  /** As it is; escapes are taken off the text that is looked through. */
  plain: Needle[];
  /** Within a longer text that is base64 or hexadecimal as a whole, wherever in it. */
  encoded: Needle[];
}

/** So much of a long secret is enough to hide: what cut it short may have left this. */
const TELLING = 12;
/** Shipped in the place of a token that nobody looks at. */
const PLACEHOLDERS = new Set(['none', 'null', 'true', 'false']);

/** All ways in which a secret may be written. One of less than four bytes has none: it would be found in any text. */
export function spellingsOf({ label, value }: Secret): Spellings {
  const pieces = piecesOf(value);
  const written = pieces.flatMap(writtenForms);
  const plain = [
    // What is escaped as a whole and holds an escape itself gives something else with each layer that is taken off.
    ...written.flatMap(unescaped),
    ...pieces.flatMap((piece) =>
      [piece.replaceAll(' ', '+'), piece.toLowerCase(), piece.toUpperCase()].map(toBytes),
    ),
  ];
  const encoded = [...written.map(toBytes), ...pieces.flatMap(unescaped)].flatMap((bytes) => {
    const hex = bytes.toString('hex');
    return [...base64Cores(bytes), hex, hex.toUpperCase()].map(toBytes);
  });
  return { plain: needles(plain, label), encoded: needles(encoded, label) };
}

function writtenForms(text: string): string[] {
  const inJson = (value: string) => JSON.stringify(value).slice(1, -1);
  const inAddress = encodeURIComponent(toBytes(text).toString('utf8'));
  return [
    text,
    inJson(text),
    inJson(inJson(text)),
    inJson(inJson(inJson(text))),
    inAddress,
    inJson(inAddress),
  ];
}

const toBytes = (text: string) => Buffer.from(text, 'utf8');

function needles(all: readonly Buffer[], label: string): Needle[] {
  const unique = new Map(all.map((bytes) => [bytes.toString('latin1'), bytes]));
  return [...unique.values()]
    .filter(({ length }) => length >= LEAST_BYTES)
    .map((bytes) => ({ bytes, label, least: leastOf(bytes.length) }));
}

/** The last byte may have been taken for the beginning of an escape. */
const leastOf = (length: number) => Math.min(length < 8 ? length : length - 1, TELLING);

/** The secret without blanks around it; of one with several lines, such as a key, each line as well. */
function piecesOf(value: string): string[] {
  const whole = value.trim();
  const lines = whole.split(/\r\n|[\r\n]|\\n/).map((line) => line.trim());
  const telling = lines.filter((line) => line.length >= 8 && !line.startsWith('-----'));
  return [...new Set([whole, ...(lines.length > 1 ? telling : [])])].filter(
    (piece) => Buffer.byteLength(piece) >= LEAST_BYTES && !PLACEHOLDERS.has(piece),
  );
}

/** The text with its own escapes taken off, for what has some in it: so it looks in a text whose escapes are off. */
function unescaped(text: string): Buffer[] {
  const found = [toBytes(text)];
  for (let now = unescapeOnce(undecoded(toBytes(text))); now !== null; now = unescapeOnce(now)) {
    found.push(Buffer.from(now.bytes));
  }
  return found;
}

/** What base64 makes of the bytes at each of the three places that they can have in a group, without its edges. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const core = all.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6));
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
