import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  stringify,
  visit,
  type YAMLSeq,
} from 'yaml';
import { AppError } from '../errors';

export type YamlPath = readonly (string | number)[];

/**
 * The text with one scalar replaced at its place in the source; every other byte stays, which writing the whole
 * document anew would not do. A key that is missing is added below the last one of its mapping.
 * @throws AppError invalid-stack when the text is no YAML, or when the place cannot be edited
 */
export function setScalar(text: string, path: YamlPath, value: string | number | boolean): string {
  const document = parse(text);
  const node = document.getIn(path, true);
  if (isScalar(node)) {
    if (node.value === value) return text;
    return checked(text, splice(text, node, scalarText(value, node)), path, value);
  }
  if (node !== undefined) throw cannotEdit(path);
  return checked(text, addKey(text, document, path, scalarText(value)), path, value);
}

/**
 * The text with the values of one list changed; lines of values that stay keep their comments, and a list
 * written in brackets stays so.
 * @throws AppError invalid-stack as for `setScalar`, or when the list does not exist or holds more than scalars
 */
export function setList(text: string, path: YamlPath, values: readonly string[]): string {
  const document = parse(text);
  const node = document.getIn(path, true);
  if (!isSeq(node) || !node.items.every((item) => isScalar(item)) || !node.range) throw cannotEdit(path);
  if (isDeepStrictEqual(node.toJSON(), values)) return text;
  const written =
    node.flow || values.length === 0
      ? `[${values.map((value) => scalarText(value)).join(', ')}]`
      : blockItems(text, node, values);
  const [start, end] = node.range;
  return checked(text, text.slice(0, start) + written + text.slice(end), path, values);
}

/** Number of items of the list at the path; 0 when there is none. @throws AppError invalid-stack */
export function listLength(text: string, path: YamlPath): number {
  const node = parse(text).getIn(path, true);
  return isSeq(node) ? node.items.length : 0;
}

/** The value at the path as plain data; undefined when there is none. @throws AppError invalid-stack */
export function readYaml(text: string, path: YamlPath = []): unknown {
  const at = parse(text).getIn(path, true) as Node | null | undefined;
  return at?.toJSON();
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

function parse(text: string): Document {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem === undefined) return document;
  const line = problem.linePos?.[0].line;
  throw new AppError('invalid-stack', `The file is not valid YAML${line ? ` in line ${line}` : ''}.`, {
    hint: 'Correct the file in the stack folder, or put the one from config.example in its place.',
    cause: problem.code,
  });
}

function splice(text: string, node: Scalar, written: string): string {
  if (!node.range || node.anchor !== undefined || node.tag !== undefined) {
    throw cannotEdit([]);
  }
  const [start, end] = node.range;
  const separator = start > 0 && text[start - 1] === ':' ? ' ' : '';
  return text.slice(0, start) + separator + written + text.slice(end);
}

function addKey(text: string, document: Document, path: YamlPath, written: string): string {
  const key = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  const last = isMap(parent) && !parent.flow ? parent.items.at(-1) : undefined;
  const first = isMap(parent) ? parent.items[0]?.key : undefined;
  const value = last?.value as Node | null | undefined;
  const end = value?.range?.[1] ?? (last?.key as Node | undefined)?.range?.[2];
  if (typeof key !== 'string' || !isScalar(first) || !first.range || end === undefined)
    throw cannotEdit(path);
  const indent = first.range[0] - (text.lastIndexOf('\n', first.range[0] - 1) + 1);
  // A nested block's range may reach over the line end after it.
  const lastChar = text.slice(0, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', lastChar);
  const at = lineEnd === -1 ? text.length : lineEnd;
  return `${text.slice(0, at)}\n${' '.repeat(indent)}${scalarText(key)}: ${written}${text.slice(at)}`;
}

function blockItems(text: string, node: YAMLSeq, values: readonly string[]): string {
  const [start, end] = node.range ?? [0, 0];
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const written = new Map<unknown, string>();
  let from = start;
  for (const item of node.items as Scalar[]) {
    const lineEnd = text.indexOf('\n', item.range?.[1] ?? end);
    const to = Math.min(lineEnd === -1 ? end : lineEnd, end);
    written.set(item.value, text.slice(from, to).trim());
    from = to;
  }
  const tail = text.slice(from, end);
  return values.map((value) => written.get(value) ?? `- ${scalarText(value)}`).join(`\n${indent}`) + tail;
}

/** As the library would write it, in the quotes that the earlier value had. */
function scalarText(value: string | number | boolean, like?: Scalar): string {
  const scalar = new Scalar(value);
  if (typeof value === 'string') {
    if (like?.type === Scalar.QUOTE_DOUBLE || like?.type === Scalar.QUOTE_SINGLE) scalar.type = like.type;
    // A name such as 1e3, yes or 2026-01-01 is a string for us and something else for other readers.
    else if (!/^[A-Za-z/][\w./:-]*$/.test(value) || /^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value)) {
      scalar.type = Scalar.QUOTE_DOUBLE;
    }
  }
  return stringify(scalar, { lineWidth: 0 }).trimEnd();
}

/** Reads the result again: only the one place may differ. */
function checked(before: string, after: string, path: YamlPath, value: unknown): string {
  const expected = parse(before);
  expected.setIn(path, value);
  const result = parse(after);
  let hasAlias = false;
  visit(result, {
    Node(_, node) {
      if (isAlias(node)) hasAlias = true;
    },
  });
  if (hasAlias || !isDeepStrictEqual(expected.toJSON(), result.toJSON())) throw cannotEdit(path);
  return after;
}

function cannotEdit(path: YamlPath): AppError {
  return new AppError(
    'invalid-stack',
    `The panel cannot change ${path.join('.') || 'this value'} in this file.`,
    {
      hint: 'The file was changed by hand in a way that the panel does not edit. Change the value by hand too, or put the file from config.example in its place.',
    },
  );
}
