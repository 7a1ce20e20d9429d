import 'server-only';
import { AppError } from '../../errors';

/** Where a value stands in the compose file, for messages: `services.vmagent.ports[0]`. */
export type Path = string;

export type Yaml = string | number | boolean | null | Yaml[] | { [key: string]: Yaml };
export type YamlMap = { [key: string]: Yaml };

const FILE = 'docker-compose.yml';

/** The one error of the compose reader: says where and what. Values are left out, they may be secret. */
export function invalid(path: Path, problem: string): AppError {
  return new AppError('invalid-stack', `${FILE}${path ? `: ${path}` : ''} ${problem}.`, {
    hint: 'Correct the file; docker compose config shows how Compose reads it.',
  });
}

export function isMap(value: Yaml | undefined): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asMap(value: Yaml | undefined, path: Path): YamlMap {
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw invalid(path, 'must be a mapping');
  return value;
}

export function asList(value: Yaml, path: Path): Yaml[] {
  if (!Array.isArray(value)) throw invalid(path, 'must be a list');
  return value;
}

export function asString(value: Yaml | undefined, path: Path): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(path, 'must be a string');
}

export function asStrings(value: Yaml, path: Path): string[] {
  return asList(value, path).map((item, index) => asString(item, `${path}[${index}]`));
}

export function stringOrList(value: Yaml, path: Path): string[] {
  return typeof value === 'string' ? [value] : asStrings(value, path);
}

export function asBool(value: Yaml | undefined, path: Path): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (['true', 'y', 'yes', 'on'].includes(word)) return true;
  if (['false', 'n', 'no', 'off'].includes(word)) return false;
  throw invalid(path, 'must be true or false');
}

export function asNumber(value: Yaml | undefined, path: Path): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw invalid(path, 'must be a number');
}

export function asInt(value: Yaml | undefined, path: Path): number {
  const number = asNumber(value, path);
  if (!Number.isSafeInteger(number)) throw invalid(path, 'must be a whole number');
  return number;
}

/** `key: value` mapping or list of `KEY=value`; a key without a value is null. */
export function asPairs(value: Yaml, path: Path): Record<string, string | null> {
  const pairs: Record<string, string | null> = {};
  if (Array.isArray(value)) {
    for (const item of asStrings(value, path)) {
      const at = item.indexOf('=');
      pairs[at < 0 ? item : item.slice(0, at)] = at < 0 ? null : item.slice(at + 1);
    }
  } else {
    for (const [key, item] of Object.entries(asMap(value, path))) {
      pairs[key] = item === null ? null : asString(item, `${path}.${key}`);
    }
  }
  return sorted(pairs);
}

/** The same, where a key without a value is one with an empty text. */
export function asTexts(value: Yaml, path: Path): Record<string, string> {
  return Object.fromEntries(Object.entries(asPairs(value, path)).map(([key, item]) => [key, item ?? '']));
}

/** The same record with its keys in byte order, as Go writes maps. */
export function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const NANOS: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
};

/** A duration such as `1m30s`, in nanoseconds. Units: ns us ms s m h d w. */
export function asDuration(value: Yaml | undefined, path: Path): number {
  const text = asString(value, path);
  if (text === '0') return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw invalid(path, 'must be a duration like 30s or 1m30s');
  }
  return parts.reduce(
    (sum, [, number, unit]) => sum + Math.round(Number(number) * (NANOS[unit ?? ''] ?? 0)),
    0,
  );
}

const SIZES: Record<string, number> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** A size such as `64m`, `512MiB` or a number of bytes; units are powers of 1024. In bytes. */
export function asBytes(value: Yaml | undefined, path: Path): number {
  const match = /^(-?\d+(?:\.\d+)?) ?([kmgtp]?)(?:i?b)?$/i.exec(asString(value, path));
  if (!match) throw invalid(path, 'must be a size like 64m or 1g');
  return Math.trunc(Number(match[1]) * 1024 ** (SIZES[(match[2] ?? '').toLowerCase()] ?? 0));
}

/** Splits a command line as a POSIX shell does: quotes and backslashes, no expansion. */
export function shellWords(text: string, path: Path): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+)/gy;
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    end = pattern.lastIndex;
    words.push(
      (match[1] ?? '').replace(
        /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g,
        (_all, escaped?: string, single?: string, double?: string) =>
          escaped ?? single ?? (double ?? '').replace(/\\([\s\S])/g, '$1'),
      ),
    );
  }
  if (text.slice(end).trim() !== '') throw invalid(path, 'has a quote that is never closed');
  return words;
}
