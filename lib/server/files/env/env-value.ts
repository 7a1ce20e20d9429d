import 'server-only';
import { interpolate } from '@/lib/interpolate';
import { AppError } from '../../errors';

/** Go's unicode.IsSpace. JavaScript's \s has a BOM besides, and no U+0085. */
export const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const BLANK = /[\t\v\f\r \u0085\u00a0]/;

/** Without spaces at its end, as Go counts them. */
export function cutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1] ?? '')) end--;
  return text.slice(0, end);
}

/** Where the first character is that is no blank. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (BLANK.test(text[at] ?? '')) at++;
  return at;
}

/**
 * A value, with where its text ends and where the next statement may begin; the grammar is that of env-file.ts.
 * @throws AppError invalid-stack
 */
export function readValue(text: string, at: number, values: ReadonlyMap<string, string>) {
  const lookUp = (name: string) => values.get(name);
  const quote = text[at];
  if (quote !== '"' && quote !== "'") {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    const written = cutEnd(text.slice(at, lineEnd).split(' #', 1)[0] ?? '');
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
export function syntaxError(text: string, at: number, what: string, cause?: unknown): AppError {
  const line = text.slice(0, at).split('\n').length;
  return new AppError('invalid-stack', `Line ${line} of .env ${what}.`, {
    hint: `Correct line ${line} of .env in the stack folder; \`docker compose config\` shows whether it is right.`,
    cause,
  });
}
