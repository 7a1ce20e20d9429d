/** A line of a log as it is read: what happened, and what belongs to it. Untrusted text. */
export interface LogWords {
  message: string;
  /** The other fields as `name=value`, those that name an error first; '' where there are none. */
  details: string;
}

type Fields = readonly (readonly [name: string, value: unknown])[];

const MESSAGES = ['msg', 'message', 'error', 'err'];
const ERRORS = ['error', 'err'];
/** The row has a time and a level of its own; the caller is of use to the program's authors only. */
const LEFT_OUT = new Set('ts time timestamp @timestamp t level lvl severity caller'.split(' '));

/**
 * What a line says, where it is a JSON object or logfmt (the formats of zap, slog, pino and go-kit) with a
 * message; any other line as it is. Pure, and linear in the length of the line.
 */
export function logWords(text: string): LogWords {
  const fields = text.startsWith('{') ? jsonFields(text) : logfmtFields(text);
  const message = MESSAGES.map((name) => fields?.find((field) => field[0] === name)).find(hasWords);
  if (!fields || !message) return { message: text, details: '' };
  const rest = fields.filter((field) => field !== message && !isLeftOut(field));
  const errors = rest.filter(([name]) => ERRORS.includes(name));
  const others = rest.filter(([name]) => !ERRORS.includes(name));
  return {
    message: printable(String(message[1])),
    details: [...errors, ...others].map(([name, value]) => printable(`${name}=${written(value)}`)).join(' '),
  };
}

const hasWords = (field: Fields[number] | undefined) =>
  typeof field?.[1] === 'string' && field[1].trim() !== '';

/** slog names the caller `source`, which elsewhere is a word like any other. */
function isLeftOut([name, value]: Fields[number]): boolean {
  return LEFT_OUT.has(name) || (name === 'source' && /\.go:\d+$/.test(String(value)));
}

function jsonFields(text: string): Fields | null {
  try {
    return Object.entries(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return null;
  }
}

function logfmtFields(text: string): Fields | null {
  const field = /([\w@./-]+)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?:\s+|$)/y;
  const fields: [string, string][] = [];
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (!found) return null;
    fields.push([found[1] ?? '', unquoted(found[2] ?? '')]);
  }
  return fields;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    // Go's quoting knows escapes that JSON does not.
    return value.slice(1, -1);
  }
}

function written(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === '' || /[\s"=]/.test(value) ? JSON.stringify(value) : value;
}

/** Escapes in the line may stand for what was taken out of it before: colours, control and direction characters. */
function printable(text: string): string {
  return text
    .replace(/(?![\t\n])\p{Cc}\[[\d;]*[A-Za-z]/gu, '')
    .replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}
