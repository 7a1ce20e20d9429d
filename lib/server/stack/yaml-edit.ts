import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { isScalar, isSeq, type Scalar, type YAMLSeq } from 'yaml';
import { AppError } from '../errors';
import {
  cannotEdit,
  checked,
  lineStart,
  newlineOf,
  nodeAt,
  parseYaml,
  plainData,
  valueAt,
  type YamlPath,
} from './yaml-source';
import { scalarText } from './yaml-text';

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
  const written =
    node.flow || values.length === 0
      ? `[${values.map((value) => scalarText(value)).join(', ')}]`
      : blockItems(text, node, values);
  const [start, end] = node.range;
  return checked(text, text.slice(0, start) + written + text.slice(end), path, values);
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

function blockItems(text: string, node: YAMLSeq, values: readonly string[]): string {
  const [start, end] = node.range ?? [0, 0];
  const indent = ' '.repeat(start - lineStart(text, start));
  const written = new Map<unknown, string>();
  let from = start;
  for (const item of node.items as Scalar[]) {
    const newline = text.indexOf('\n', item.range?.[1] ?? end);
    const to = Math.min(newline === -1 ? end : newline, end);
    written.set(item.value, text.slice(from, to).trim());
    from = to;
  }
  const tail = text.slice(from, end);
  const lineBreak = newlineOf(text) + indent;
  return values.map((value) => written.get(value) ?? `- ${scalarText(value)}`).join(lineBreak) + tail;
}
