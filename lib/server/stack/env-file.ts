import 'server-only';
import { interpolate } from '@/lib/interpolate';
import { AppError } from '../errors';

/**
 * `.env` as Docker Compose reads it (compose-go, package dotenv): quotes, escapes, comments, `export`,
 * multi-line quoted values and references to earlier variables. Checked against `docker compose config`.
 */

interface Assignment {
  key: string;
  /** Character range of the whole statement, without the blanks or comment around it. */
  start: number;
  /** Character range of the value as written, quotes included. */
  valueStart: number;
  valueEnd: number;
  value: string;
}

/**
 * The variables, the last assignment of each winning. A bare `NAME` without `=` asks for a variable of the
 * surrounding shell, which the panel does not have, so it sets nothing.
 * @throws AppError invalid-stack with the line that Compose would refuse
 */
export function parseEnv(text: string): Record<string, string> {
  return Object.fromEntries(assignments(text).map(({ key, value }) => [key, value]));
}

/**
 * Changes values in place and appends what is new; null removes the variable. All other bytes stay.
 * Each changed value reads back exactly as given.
 * @throws AppError invalid-stack when the text cannot be read, bad-request for a name or value that cannot be kept
 */
export function setEnv(text: string, changes: Record<string, string | null>): string {
  let result = text;
  for (const [key, value] of Object.entries(changes)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
      throw new AppError('bad-request', `${key} is not a name for a variable.`);
    }
    result = value === null ? removeKey(result, key) : setKey(result, key, value);
  }
  return result;
}

/** Each assignment with the range of its value as written, quotes included. @throws AppError invalid-stack */
export function envValues(text: string): { key: string; value: string; start: number; end: number }[] {
  return assignments(text).map(({ key, value, valueStart, valueEnd }) => ({
    key,
    value,
    start: valueStart,
    end: valueEnd,
  }));
}

function setKey(text: string, key: string, value: string): string {
  if (value.includes('\0'))
    throw new AppError('bad-request', `${key} holds a character that cannot be kept.`);
  const last = assignments(text).findLast((candidate) => candidate.key === key);
  if (last?.value === value) return text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : newline;
  for (const written of spellings(value)) {
    const changed =
      last === undefined
        ? `${text}${gap}${key}=${written}${newline}`
        : text.slice(0, last.valueStart) + written + text.slice(last.valueEnd);
    if (readsAs(changed, key, value)) return changed;
  }
  throw new AppError('bad-request', `${key} cannot be kept in .env.`);
}

function removeKey(text: string, key: string): string {
  const found = assignments(text).findLast((candidate) => candidate.key === key);
  if (found === undefined) return text;
  const lineStart = text.lastIndexOf('\n', found.start - 1) + 1;
  const lineEnd = text.indexOf('\n', found.valueEnd);
  return removeKey(text.slice(0, lineStart) + (lineEnd === -1 ? '' : text.slice(lineEnd + 1)), key);
}

/** Ways to write the value, plainest first; which of them is right depends also on what follows on the line. */
function spellings(value: string): string[] {
  const plain = /^[\w./:@%+=,~^-]*$/.test(value) ? [value] : [];
  const single = /['\\\r\n]/.test(value) ? [] : [`'${value}'`];
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('$', '\\$')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return [...plain, ...single, `"${escaped}"`];
}

function readsAs(text: string, key: string, value: string): boolean {
  return assignments(text).findLast((candidate) => candidate.key === key)?.value === value;
}

const BLANK = /[\t\v\f\r \u0085\u00a0]/;
const EXPORT = /export[\t\n\v\f\r ]+/y;
const KEY = /[\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]*/uy;

function assignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  const values = new Map<string, string>();
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    at = statementStart(text, at);
    if (at === -1) return found;
    const start = at;
    EXPORT.lastIndex = at;
    if (EXPORT.test(text)) at = skipBlanks(text, at + 'export'.length);
    KEY.lastIndex = at;
    const key = (KEY.exec(text)?.[0] ?? '').trimEnd();
    const end = KEY.lastIndex;
    const separator = text[end];
    if (separator === undefined) {
      // Compose takes a last line without `=` and without a line end as the start of an empty name.
      return found;
    }
    if (!'=:\n'.includes(separator)) throw syntaxError(text, end, 'has a character that no name may have');
    if (key.includes(' ')) throw syntaxError(text, start, 'has a space in the name');
    at = skipBlanks(text, end + 1);
    if (separator === '\n') continue;
    const { value, end: valueEnd, rest } = readValue(text, at, values);
    values.set(key, value);
    found.push({ key, start, valueStart: at, valueEnd, value });
    at = rest;
  }
}

function statementStart(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /[\s\u0085]/.test(text[at] ?? '')) at++;
    if (at >= text.length) return -1;
    if (text[at] !== '#') return at;
    at = text.indexOf('\n', at);
    if (at === -1) return -1;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (BLANK.test(text[at] ?? '')) at++;
  return at;
}

function readValue(text: string, at: number, values: ReadonlyMap<string, string>) {
  const lookUp = (name: string) => values.get(name);
  const quote = text[at];
  if (quote !== '"' && quote !== "'") {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    const written = (text.slice(at, lineEnd).split(' #', 1)[0] ?? '').trimEnd();
    return {
      value: expand(written, lookUp, text, at),
      end: at + written.length,
      rest: Math.min(lineEnd + 1, text.length),
    };
  }
  let content = '';
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === quote) {
      const value = quote === "'" ? content : expand(expandEscapes(content), lookUp, text, at);
      return { value, end: i + 1, rest: i + 1 };
    }
    if (char !== '\\') {
      content += char;
      continue;
    }
    const next = text[i + 1];
    if (next === undefined) break;
    content += next === quote ? next : char + next;
    i++;
  }
  throw syntaxError(text, at, 'has a quote that is not closed');
}

const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;
const ESCAPED: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
};

function expandEscapes(content: string): string {
  return content.replace(ESCAPE, (match) => {
    if (match.startsWith('\\0')) {
      const digits = match.slice(2);
      const code = /^[0-7]{3}$/.test(digits) ? Number.parseInt(digits, 8) : 256;
      return code > 255 ? `\\${digits}` : String.fromCharCode(code);
    }
    return ESCAPED[match.slice(1)] ?? match;
  });
}

function expand(
  value: string,
  lookUp: (name: string) => string | undefined,
  text: string,
  at: number,
): string {
  try {
    return interpolate(value, lookUp);
  } catch (error) {
    throw syntaxError(text, at, 'has a reference to another variable that cannot be read', error);
  }
}

/** Names the line and never quotes it: it may hold a secret. */
function syntaxError(text: string, at: number, what: string, cause?: unknown): AppError {
  const line = text.slice(0, at).split('\n').length;
  return new AppError('invalid-stack', `Line ${line} of .env ${what}.`, {
    hint: `Correct line ${line} of .env in the stack folder; \`docker compose config\` shows whether it is right.`,
    cause,
  });
}
