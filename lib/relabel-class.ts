/** A pattern that RE2 does not know; the message says what and what to do. */
export class PatternError extends Error {}

/** Where reading stands. */
export interface Reader {
  chars: readonly string[];
  at: number;
  flags: { anyCase: boolean; dotAll: boolean };
}

/** Whether a code point belongs. */
export type CharTest = (code: number) => boolean;

const range =
  (from: number, to: number): CharTest =>
  (code) =>
    code >= from && code <= to;
const code = (char: string) => char.codePointAt(0) ?? 0;
const within = (pattern: RegExp): CharTest => {
  const table = Array.from({ length: 128 }, (_, i) => pattern.test(String.fromCharCode(i)));
  return (at) => table[at] ?? false;
};
const not =
  (test: CharTest): CharTest =>
  (at) =>
    !test(at);

/** ASCII only, as in RE2. */
const SHORT: Record<string, CharTest> = {
  d: within(/\d/),
  w: within(/\w/),
  s: within(/[\t\n\f\r ]/),
  D: not(within(/\d/)),
  W: not(within(/\w/)),
  S: not(within(/[\t\n\f\r ]/)),
};
const CONTROL: Record<string, string> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const POSIX: Record<string, RegExp> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\s\S]/,
  blank: /[\t ]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what the class is
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /\w/,
  xdigit: /[0-9A-Fa-f]/,
};

/** A test for one character, capital or small where case does not matter. */
export function oneChar(char: string, anyCase: boolean): CharTest {
  const code = char.codePointAt(0) ?? 0;
  if (!anyCase) return (other) => other === code;
  const [lower, upper] = [char.toLowerCase().codePointAt(0), char.toUpperCase().codePointAt(0)];
  return (other) => other === code || other === lower || other === upper;
}

/** What follows a backslash outside brackets. @throws PatternError */
export function parseEscape(reader: Reader): CharTest {
  const short = SHORT[reader.chars[reader.at] ?? ''];
  if (short) {
    reader.at++;
    return short;
  }
  return oneChar(escapedChar(reader), reader.flags.anyCase);
}

/** What stands in brackets, the first one read already. @throws PatternError */
export function parseClass(reader: Reader): CharTest {
  const isNegated = reader.chars[reader.at] === '^';
  if (isNegated) reader.at++;
  const tests: CharTest[] = [];
  // A closing bracket that comes first is a plain character.
  for (let isFirst = true; isFirst || reader.chars[reader.at] !== ']'; isFirst = false) {
    if (reader.at >= reader.chars.length) throw new PatternError('There is a [ without its ].');
    tests.push(classItem(reader));
  }
  reader.at++;
  const any: CharTest = (at) => tests.some((test) => test(at));
  return isNegated ? not(any) : any;
}

function classItem(reader: Reader): CharTest {
  const rest = reader.chars.slice(reader.at, reader.at + 12).join('');
  const posix = /^\[:(\^?)([a-z]+):\]/.exec(rest);
  if (posix) {
    const pattern = POSIX[posix[2] ?? ''];
    if (!pattern) throw new PatternError(`There is no class [:${posix[2]}:].`);
    reader.at += posix[0].length;
    return posix[1] ? not(within(pattern)) : within(pattern);
  }
  const short = rest.startsWith('\\') ? SHORT[rest[1] ?? ''] : undefined;
  if (short) {
    reader.at += 2;
    return short;
  }
  const from = classChar(reader);
  const isRange = reader.chars[reader.at] === '-' && ![']', undefined].includes(reader.chars[reader.at + 1]);
  if (!isRange) return oneChar(from, reader.flags.anyCase);
  reader.at++;
  const to = classChar(reader);
  if (code(to) < code(from)) throw new PatternError(`The range ${from}-${to} runs backwards.`);
  const plain = range(code(from), code(to));
  if (!reader.flags.anyCase) return plain;
  const cased = (at: number, change: 'toLowerCase' | 'toUpperCase') =>
    code(String.fromCodePoint(at)[change]());
  return (at) => plain(at) || plain(cased(at, 'toLowerCase')) || plain(cased(at, 'toUpperCase'));
}

function classChar(reader: Reader): string {
  const char = reader.chars[reader.at++] ?? '';
  return char === '\\' ? escapedChar(reader) : char;
}

function escapedChar(reader: Reader): string {
  const char = reader.chars[reader.at++];
  if (char === undefined) throw new PatternError('A backslash at the end escapes nothing.');
  if (/[1-9]/.test(char)) {
    throw new PatternError('Back-references such as \\1 do not exist in vmagent’s patterns.');
  }
  const control = CONTROL[char];
  if (control !== undefined) return control;
  if (char === 'x') {
    const hex = /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(
      reader.chars.slice(reader.at, reader.at + 8).join(''),
    );
    const value = Number.parseInt(hex?.[1] ?? hex?.[2] ?? '', 16);
    if (hex && value <= 0x10ffff) {
      reader.at += hex[0].length;
      return String.fromCodePoint(value);
    }
  }
  // Letters and digits without a meaning of their own are refused by RE2 too, or mean what no name needs.
  if (/[\p{L}\p{N}]/u.test(char)) throw new PatternError(`\\${char} cannot be used here.`);
  return char;
}
