import 'server-only';
import { AppError } from '../../errors';
import { cutEnd, readValue, SPACE, skipBlanks, syntaxError } from './env-value';

/**
 * `.env` as Docker Compose reads it (compose-go, package dotenv), checked against `docker compose config` of the oldest
 * and the newest release in use. What one of them refuses is refused here, with its line. This is the grammar that every
 * other reader of the file follows:
 *
 *     file      = [BOM] { space | comment | statement }
 *     comment   = "#" up to the line end, where a statement could begin
 *     statement = ["export" (tab | newline | form feed | return | blank)+] name (assign | newline)
 *     assign    = ("=" | ":") blank* value
 *     name      = letters and digits of any script, "_" "." "-" "[" "]" and blanks; cut at its end
 *     value     = "'" text "'" | '"' text '"' | the rest of the line, cut before " #" and at its end
 *     blank     = tab, vertical tab, form feed, return, space, U+0085, U+00A0
 *     space     = what Go's unicode.IsSpace takes: blanks, newline and the spaces of Unicode; never a BOM
 *
 * - A BOM counts at the very beginning only. A line ends with a newline alone; a return is a blank.
 * - A backslash before the quote keeps it, within quotes of either kind. Double quotes also know \a \b \f \n \r \t \v
 *   \\ \$ and \0NNN. After the closing quote the next statement may follow on the same line.
 * - `$A`, `${A}` and its operators are filled from what stands above, except within single quotes.
 * - A name without "=" asks for a variable of the shell and sets nothing, but only with a line end behind it: without
 *   one Compose takes it for the value of an empty name.
 * - Refused: an empty name, a space inside a name, another character in a name, a quote that is not closed, a reference
 *   that cannot be filled, and a NUL in a value that counts.
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

const EXPORT = /export[\t\n\f\r ]+/y;
const KEY = /[\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]*/uy;

function assignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  const values = new Map<string, string>();
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    at = statementStart(text, at);
    if (at === -1) return possible(text, found);
    const start = at;
    EXPORT.lastIndex = at;
    if (EXPORT.test(text)) at = skipBlanks(text, at + 'export'.length);
    KEY.lastIndex = at;
    const key = cutEnd(KEY.exec(text)?.[0] ?? '');
    const end = KEY.lastIndex;
    const separator = text[end];
    if (separator === undefined) throw syntaxError(text, start, 'is a name without = and without a line end');
    if (!'=:\n'.includes(separator)) throw syntaxError(text, end, 'has a character that no name may have');
    if (key.includes(' ')) throw syntaxError(text, start, 'has a space in the name');
    at = skipBlanks(text, end + 1);
    if (separator === '\n') continue;
    const { value, end: valueEnd, rest } = readValue(text, at, values);
    values.set(key, value);
    // Nothing stands right behind the sign, before blanks and a Windows line end.
    const [from, to] = valueEnd <= at ? [end + 1, end + 1] : [at, valueEnd];
    found.push({ key, start, valueStart: from, valueEnd: to, value });
    at = rest;
  }
}

/** What no environment can hold, older releases of Compose refuse and newer ones leave out. */
function possible(text: string, found: Assignment[]): Assignment[] {
  const last = new Map(found.map((assignment) => [assignment.key, assignment]));
  for (const { key, start, value } of last.values()) {
    if (key === '') throw syntaxError(text, start, 'has a value without a name');
    if (value.includes('\0')) throw syntaxError(text, start, 'has a NUL character in its value');
  }
  return found;
}

function statementStart(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && SPACE.test(text[at] ?? '')) at++;
    if (at >= text.length) return -1;
    if (text[at] !== '#') return at;
    at = text.indexOf('\n', at);
    if (at === -1) return -1;
  }
}
