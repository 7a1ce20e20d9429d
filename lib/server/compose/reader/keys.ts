import 'server-only';
import { AppError } from '../../errors';
import {
  asBool,
  asList,
  asMap,
  asString,
  asStrings,
  invalid,
  type Path,
  sorted,
  type Yaml,
  type YamlMap,
} from './scalars';

/** Reads a value, or says what is wrong with it. @throws AppError invalid-stack */
type Reader<T = unknown> = (value: Yaml | undefined, path: Path) => T;
type Readers = Record<string, (value: Yaml, path: Path) => unknown>;

/** @throws AppError invalid-stack naming the first key that is neither known nor an `x-` extension. */
export function onlyKeys(map: YamlMap, path: Path, known: readonly string[]): void {
  for (const key of Object.keys(map)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    throw invalid(path ? `${path}.${key}` : key, 'is not supported by the panel');
  }
}

/**
 * A mapping of known keys, each by its reader and in their order: hashes depend on it. A key that is missing, or that its
 * reader gives nothing for, is left out.
 * @param needed keys whose readers are asked also where they are missing
 * @throws AppError invalid-stack
 */
export function readKeys<R extends Readers, N extends keyof R = never>(
  value: Yaml | undefined,
  path: Path,
  readers: R,
  needed: readonly N[] = [],
) {
  const raw = asMap(value, path);
  onlyKeys(raw, path, Object.keys(readers));
  const found = Object.entries(readers).flatMap(([key, read]) => {
    const item = raw[key];
    if (item === undefined && !needed.some((one) => one === key)) return [];
    const known = read(item as Yaml, `${path}.${key}`);
    return known === undefined ? [] : [[key, known]];
  });
  return Object.fromEntries(found) as {
    [K in keyof R as K extends N ? never : K]?: NonNullable<ReturnType<R[K]>>;
  } & { [K in N]: NonNullable<ReturnType<R[K]>> };
}

/** Each value of a mapping by one reader; its keys in byte order. */
export function readEach<T>(value: Yaml, path: Path, read: (item: Yaml, path: Path) => T): Record<string, T> {
  const items = Object.entries(asMap(value, path));
  return sorted(Object.fromEntries(items.map(([key, item]) => [key, read(item, `${path}.${key}`)])));
}

/** A list of names as a mapping of them to the same value. */
export function readNames<T>(value: Yaml, path: Path, each: T): Record<string, T> {
  return sorted(Object.fromEntries(asStrings(value, path).map((name) => [name, each])));
}

export const readList =
  <T>(read: (item: Yaml, path: Path) => T) =>
  (value: Yaml, path: Path): T[] =>
    asList(value, path).map((item, index) => read(item, `${path}[${index}]`));

/** What Compose writes only where it is on. */
export const isSet = (value: Yaml, path: Path): true | undefined => (asBool(value, path) ? true : undefined);

/** A text, or another where the key is missing. */
export const textOr =
  (other: () => string): Reader<string> =>
  (value, path) =>
    value === undefined ? other() : asString(value, path);

/** What reading a part of the file objects to; null: nothing. */
export function faultOf(read: () => void): AppError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
