import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { isScalar, isSeq, type Scalar, type YAMLSeq } from 'yaml';
import { AppError } from '../errors';
import { chunksOf, putChunks } from './yaml-chunks';
import {
  cannotEdit,
  checked,
  newlineOf,
  nodeAt,
  parseYaml,
  plainData,
  valueAt,
  type YamlPath,
} from './yaml-source';
import { scalarText, splice } from './yaml-text';

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
  const changed =
    node.flow || values.length === 0
      ? splice(text, node, `[${values.map((value) => scalarText(value)).join(', ')}]`)
      : blockItems(text, node, path, values);
  if (changed === null) throw cannotEdit(path);
  return checked(text, changed, path, values);
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
