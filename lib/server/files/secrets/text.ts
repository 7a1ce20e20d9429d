import 'server-only';
import { holdsValues, isGroup, isPlainParam, isPlainValue, isSecretName } from './names';

/** A secret in a text: where it stands, as written, quotes included. */
export interface SecretSpan {
  /** The variable or key; with a number where a name comes more than once. */
  name: string;
  start: number;
  end: number;
}

/** A quotation mark of the single kind may be part of a password in an address. */
const LOGIN = /(?<=\/\/)[^/\s@"]+(?=@)/g;
/** A login without the scheme before it. */
const BARE_LOGIN = /(?<=(?:^|[\s"'[,]))[^\s"'/@:[\],{}=]+:[^\s"'/@[\],{}]+(?=@[\w[])/gm;
/** Services that put the secret into the path. */
const HOOK =
  /:\/\/[^\s"'/]{1,255}\/(?:[^\s"'?/]{1,100}\/){0,3}?(?:services|webhooks?|hooks?|workflows|bot(?=\d))\/?([^\s"'?#]+)/g;
const QUERY = /[?&]([\w.\-%[\]]{1,100})=([^&\s"'#,}]+)/g;
/** `--some.password=x`, `SOME_TOKEN=x`. */
const ASSIGNED = /(?:^|[\s"'[,])-{0,2}([A-Za-z_][\w.-]{0,200})=("[^"\n]*"|'[^'\n]*'|[^\s"',\]]+)/gm;

/** Addresses and assignments with secrets in them, within any text. @param start where the text begins in its file */
export function spansInText(text: string, start = 0): SecretSpan[] {
  const logins = [...text.matchAll(LOGIN), ...text.matchAll(BARE_LOGIN), ...text.matchAll(HOOK)].map(
    ({ index, 0: all, 1: found = all }) => {
      const end = start + index + all.length;
      return { name: '@', start: end - found.length, end };
    },
  );
  const pairs = [...text.matchAll(QUERY)].filter(
    ([, key = '', value = '']) => !isPlainParam(key) && !isPlainValue(value),
  );
  const assigned = [...text.matchAll(ASSIGNED)].filter(
    ([, key = '', value = '']) => isSecretName(key.replace(/^.*\./, '')) && !isPlainValue(value),
  );
  const values = [...pairs, ...assigned].map(({ index, 0: all, 1: key = '', 2: value = '' }) => ({
    name: key,
    start: start + index + all.length - value.length,
    end: start + index + all.length,
  }));
  return [...logins, ...values];
}

const PAIR =
  /^([ \t]*(?:- +)*)["']?([\w.\-[\]]+(?: [\w.\-[\]]+)?)["']?[ \t]*[:=](?:[ \t]+|(?==)|$|(?=["'|>]))=?[ \t]*([^\n]*)$/;
const ITEM = /^[ \t]*-[ \t]+([^\n]*)$/;
const QUOTED = String.raw`"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\n]|'')*'`;
const IN_BRACES = new RegExp(
  String.raw`[{,][ \t]*["']?([\w.\-]+)["']?[ \t]*:[ \t]*(${QUOTED}|\[[^\]\n]*\]|[^,}\n]+)`,
  'g',
);

interface Line {
  text: string;
  start: number;
}

/**
 * Secrets in lines that are only like YAML or assignments: comments, and files that are broken. What stands below a key
 * of a secret, further in, belongs to it.
 * @param mark stands before the names
 */
export function spansInLines(lines: readonly Line[], mark: string): SecretSpan[] {
  const found: SecretSpan[] = [];
  let inside: { name: string; indent: number } | null = null;
  for (const { text, start } of lines) {
    const indent = /^[ \t]*/.exec(text)?.[0].length ?? 0;
    const content = text.trim();
    if (content === '') continue;
    const push = (name: string, value: string) => {
      const written = value.trimEnd();
      const at = start + text.trimEnd().length - written.length;
      if (!isPlainValue(written)) found.push({ name: `${mark}${name}`, start: at, end: at + written.length });
    };
    const isBelow: boolean =
      inside !== null && (indent > inside.indent || (indent === inside.indent && ITEM.test(text)));
    if (inside !== null && isBelow) {
      push(inside.name, content);
      continue;
    }
    inside = null;
    const [, before = '', key = '', value = ''] = PAIR.exec(text) ?? [];
    if (key !== '' && (isSecretName(key) || holdsValues(key))) {
      if (value === '' && isGroup(key)) continue;
      if (value === '' || /^[|>][-+\d]*\s*$/.test(value)) {
        inside = { name: key, indent: before.length };
        // The keys of a mapping decide by themselves.
      } else if (!(value.startsWith('{') && isGroup(key))) push(key, value);
    }
    for (const { index, 0: all, 1: name = '', 2: inner = '' } of text.matchAll(IN_BRACES)) {
      if (!(isSecretName(name) || holdsValues(name)) || isPlainValue(inner)) continue;
      const end = start + index + all.length;
      found.push({ name: `${mark}${name}`, start: end - inner.length, end });
    }
  }
  return found;
}

/** The lines of a text, or of a part of it. */
export function linesOf(text: string, start = 0): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end === -1 ? text.length : end;
    lines.push({ text: text.slice(at, stop), start: start + at });
    at = stop + 1;
  }
  return lines;
}

/** The text with another in the place of each of its secrets. @param spans in order, none within another */
export function replaceSpans(
  text: string,
  spans: readonly SecretSpan[],
  write: (span: SecretSpan, secret: string) => string,
): string {
  const parts = spans.map((span, i) => {
    const between = text.slice(spans[i - 1]?.end ?? 0, span.start);
    return between + write(span, text.slice(span.start, span.end));
  });
  return parts.join('') + text.slice(spans.at(-1)?.end ?? 0);
}
