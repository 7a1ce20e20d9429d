import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, type Scalar, type YAMLSeq } from 'yaml';
import { AppError } from '../../errors';
import { chunksOf, commentsIn, putChunks } from './chunks';
import { addPath, removeKey, setScalar } from './keys';
import {
  cannotEdit,
  checked,
  newlineOf,
  nodeAt,
  parseYaml,
  plainData,
  valueAt,
  type YamlPath,
} from './source';
import { scalarText, splice, type YamlScalar } from './text';

/**
 * The text with the values of one list changed; lines of values that stay keep their comments, and a list
 * written in brackets stays so.
 * @throws AppError invalid-stack as for `setScalar`, or when the list does not exist or holds more than scalars
 */
export function setList(text: string, path: YamlPath, values: readonly string[]): string {
  const document = parseYaml(text);
  const node = nodeAt(document, path);
  if (isDeepStrictEqual(valueAt(plainData(text), path), values)) return text;
  if (!isSeq(node) || !node.items.every((item) => isScalar(item)) || !node.range) throw cannotEdit(path);
  const changed = node.flow
    ? splice(text, node, flowItems(text, node, path, values))
    : values.length === 0
      ? emptied(text, node, path)
      : blockItems(text, node, path, values);
  if (changed === null) throw cannotEdit(path);
  return checked(text, changed, path, values);
}

/**
 * The text with a scalar or a list of texts at the path, whether there was one or not; null: without it.
 * @param after the key below which a new one is put
 * @throws AppError invalid-stack as for `setScalar` and `setList`
 */
export function setValue(
  text: string,
  path: YamlPath,
  value: YamlScalar | readonly string[] | null,
  after?: string,
): string {
  const now = valueAt(plainData(text), path);
  if (value === null) return removeKey(text, path);
  if (isDeepStrictEqual(now, value)) return text;
  if (typeof value !== 'object') return setScalar(text, path, value, after);
  const document = parseYaml(text);
  if (nodeAt(document, path) !== undefined) return setList(text, path, value);
  return checked(text, addPath(text, document, path, value, after), path, value);
}

/** Values that stay keep their spelling. A comment inside the brackets would have to be put somewhere. */
function flowItems(text: string, node: YAMLSeq, path: YamlPath, values: readonly string[]): string {
  const items = (node.items as Scalar[]).map((item) => {
    const [from = 0, to = 0] = item.range ?? [];
    return { value: item.value, from, to, source: text.slice(from, to) };
  });
  const [start = 0, end = 0] = node.range ?? [];
  const gaps = [start, ...items.map(({ to }) => to)].map((from, i) =>
    text.slice(from, items[i]?.from ?? end),
  );
  if (!gaps.some((gap) => gap.includes('#'))) {
    const written = values.map((value) => items.find((item) => item.value === value)?.source);
    return `[${written.map((source, i) => source ?? scalarText(values[i] ?? '')).join(', ')}]`;
  }
  const kept = items.map(({ value }) => value);
  const last = items.at(-1);
  if (last === undefined || !isDeepStrictEqual(values.slice(0, kept.length), kept)) throw cannotEdit(path);
  const added = values.slice(kept.length).map((value) => `, ${scalarText(value)}`);
  return `${text.slice(start, last.to)}${added.join('')}${text.slice(last.to, end)}`;
}

/** A list in lines becomes one without items; comments between its lines stay below it. */
function emptied(text: string, node: YAMLSeq, path: YamlPath): string | null {
  if (path.length === 0 || !node.range) return splice(text, node, '[]');
  const { from, to, texts, indent } = chunksOf(text, node, path);
  if (!texts.some((chunk) => chunk.includes('#'))) return splice(text, node, '[]');
  const newline = newlineOf(text);
  const comments = commentsIn(text.slice(from, to)).map(
    (comment) => `${' '.repeat(indent)}${comment}${newline}`,
  );
  const holder = nodeAt(parseYaml(text), path.slice(0, -1));
  const pair = isMap(holder)
    ? holder.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : null;
  const colon = text.indexOf(':', (pair?.key as Scalar | undefined)?.range?.[1] ?? text.length);
  if (colon === -1 || colon > from) throw cannotEdit(path);
  return `${text.slice(0, colon + 1)} []${text.slice(colon + 1, from)}${comments.join('')}${text.slice(to)}`;
}

/** Number of items of the list at the path; 0 when there is none. @throws AppError invalid-stack */
export function listLength(text: string, path: YamlPath): number {
  const value = readYaml(text, path);
  return Array.isArray(value) ? value.length : 0;
}

/** The value at the path as plain data; undefined when there is none. @throws AppError invalid-stack */
export function readYaml(text: string, path: YamlPath = []): unknown {
  return valueAt(plainData(text), path);
}

/** What `use` throws, with the name of the file that it is about. @param file its path in the stack folder */
export function inFile<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, hint, cause } = error;
    throw new AppError(code, `${file}: ${message}`, { hint, cause });
  }
}

function blockItems(text: string, node: YAMLSeq, path: YamlPath, values: readonly string[]): string {
  const chunks = chunksOf(text, node, path);
  const now = (node.items as Scalar[]).map(({ value }) => value);
  const newline = newlineOf(text);
  const texts = values.map((value) => {
    const line = `${' '.repeat(chunks.indent)}- ${scalarText(value)}${newline}`;
    return chunks.texts[now.indexOf(value)] ?? line;
  });
  return putChunks(text, { ...chunks, texts });
}
