import 'server-only';
import { envValues } from './env-file';
import type { StackFileId } from './stack-files';

/** A secret in a file's text: where it stands, as written, quotes included. */
export interface SecretSpan {
  /** The variable or key; with a number where a name comes more than once. */
  name: string;
  start: number;
  end: number;
}

/** Names of variables and keys whose values are secrets. */
export const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|API_?KEY/i;
/** A quotation mark of the single kind may be part of a password in an address. */
const LOGIN = /(?<=\/\/)[^/\s@"]+(?=@)/g;
/** Assignments that are commented out hold old secrets. */
const COMMENTED = /^[ \t]*#[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*([^\n]*\S)/gm;
const PLAIN_LINE = /^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*[=:][ \t]*([^\n]*\S)/gm;
const KEY = String.raw`["']?[\w-]*(?:password|token|secret|credentials|authorization)["']?`;
/** A key of its own line, with what stands below it where the value is a block; or one within braces. */
const YAML_LINE = new RegExp(
  String.raw`^([ \t]*)(?:- )?(${KEY})[ \t]*:[ \t]+((?:[|>][^\n]*(?:\n\1[ \t]+[^\n]*)+)|[^\s#][^\n]*)`,
  'gim',
);
const QUOTED = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'`;
const YAML_FLOW = new RegExp(String.raw`[{,][ \t]*(${KEY})[ \t]*:[ \t]*(${QUOTED}|[^,}\n]+)`, 'gi');

/** Every secret of a file, in order, none within another. Also of a file that cannot be read as what it is. */
export function secretSpans(id: StackFileId, text: string): SecretSpan[] {
  if (id === 'gcp-key') return text === '' ? [] : [{ name: 'key.json', start: 0, end: text.length }];
  const found = id === 'env' ? [...inEnv(text), ...matches(text, COMMENTED, '#')] : inYaml(text);
  const logins = [...text.matchAll(LOGIN)].map(({ index, 0: login }) => ({
    name: '@',
    start: index,
    end: index + login.length,
  }));
  return numbered(withoutOverlaps([...found, ...logins]));
}

function inEnv(text: string): SecretSpan[] {
  try {
    return envValues(text)
      .filter(({ key, value }) => SECRET_NAME.test(key) && value !== '')
      .map(({ key, start, end }) => ({ name: key, start, end }));
  } catch {
    return matches(text, PLAIN_LINE, '');
  }
}

function inYaml(text: string): SecretSpan[] {
  const lines = [...text.matchAll(YAML_LINE)].map(({ index, 0: all, 2: name = '', 3: value = '' }) => ({
    name,
    start: index + all.length - value.length,
    end: index + all.length,
  }));
  const flow = [...text.matchAll(YAML_FLOW)].map(({ index, 0: all, 1: name = '', 2: value = '' }) => ({
    name,
    start: index + all.length - value.length,
    end: index + all.length,
  }));
  return [...lines, ...flow];
}

function matches(text: string, pattern: RegExp, mark: string): SecretSpan[] {
  return [...text.matchAll(pattern)]
    .filter(([, key = '']) => SECRET_NAME.test(key))
    .map(({ index, 0: all, 1: key = '', 2: value = '' }) => ({
      name: `${mark}${key}`,
      start: index + all.length - value.length,
      end: index + all.length,
    }));
}

function withoutOverlaps(spans: SecretSpan[]): SecretSpan[] {
  const kept: SecretSpan[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}

function numbered(spans: SecretSpan[]): SecretSpan[] {
  const seen = new Map<string, number>();
  return spans.map((span) => {
    const count = seen.get(span.name) ?? 0;
    seen.set(span.name, count + 1);
    return count === 0 ? span : { ...span, name: `${span.name}~${count + 1}` };
  });
}
