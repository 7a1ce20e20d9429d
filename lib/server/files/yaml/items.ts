import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml';
import { type Chunks, chunksOf, commentsAt, putChunks } from './chunks';
import { addPath, removeKey } from './keys';
import {
  cannotEdit,
  checked,
  lineEnd,
  lineStart,
  newlineOf,
  nextLine,
  nodeAt,
  parseYaml,
  plainData,
  valueAt,
  type YamlPath,
} from './source';
import { flowText, itemText, type YamlMapping } from './text';

/** An item of a list, and how it is written where it is new: lines that begin at column 0, comments above it too. */
export interface YamlItem {
  value: YamlMapping;
  source?: string;
}

/**
 * The text with the list of mappings at the path holding exactly these items. Items that are there already keep
 * their lines and comments; a list that becomes empty goes with its key.
 * @param after the key below which a new list is put @throws AppError invalid-stack as for `setScalar`
 */
export function setItems(text: string, path: YamlPath, items: readonly YamlItem[], after?: string): string {
  const document = parseYaml(text);
  const values = items.map(({ value }) => value);
  const now = valueAt(plainData(text), path) ?? [];
  if (isDeepStrictEqual(now, values)) return text;
  if (items.length === 0) return removeKey(text, path);
  const node = nodeAt(document, path);
  const changed =
    node === undefined
      ? withNewList(text, path, items, after)
      : isSeq(node) && node.flow
        ? flowItems(text, node, path, items)
        : blockItems(text, node, path, items);
  return checked(text, changed, path, values);
}

/**
 * The text of a file that is one list, holding exactly these items, as `setItems`; an empty list is written as `[]`.
 * @throws AppError invalid-stack as `setItems`
 */
export function setWholeList(text: string, items: readonly YamlItem[]): string {
  const node = nodeAt(parseYaml(text), []);
  const values = items.map(({ value }) => value);
  if (isSeq(node) && node.items.length > 0 && items.length > 0) return setItems(text, [], items);
  if (isDeepStrictEqual(plainData(text) ?? [], values)) return text;
  const newline = newlineOf(text);
  const written = values.length === 0 ? '[]' : values.map((item) => itemText(item, 0, newline)).join(newline);
  const { from, to } = placeOf(text, node);
  const [head, rest] = [text.slice(0, from), text.slice(to)];
  const gap = head === '' || head.endsWith('\n') ? '' : newline;
  const end = rest.startsWith('\n') || rest.startsWith('\r\n') ? '' : newline;
  return checked(text, head + gap + written + end + rest, [], values);
}

/** The items of a list with their source, for putting them into another file. @throws as `setItems` */
export function readItems(text: string, path: YamlPath): YamlItem[] {
  const node = nodeAt(parseYaml(text), path);
  const values = valueAt(plainData(text), path);
  if (!Array.isArray(values)) return [];
  if (!isSeq(node) || node.flow) return values.map((value) => ({ value }));
  const { texts, indent } = chunksOf(text, node, path);
  const outdented = texts.map((chunk) => chunk.replace(new RegExp(`^ {${indent}}`, 'gm'), ''));
  return values.map((value, i) => ({ value, source: outdented[i] ?? '' }));
}

function placeOf(text: string, node: ReturnType<typeof nodeAt>): { from: number; to: number } {
  if (plainData(text) === null) return { from: text.length, to: text.length };
  if (!isSeq(node) || !node.range) throw cannotEdit([]);
  if (!node.flow) return chunksOf(text, node, []);
  const [from, to] = node.range;
  if (lineStart(text, from) !== from) throw cannotEdit([]);
  return { from, to };
}

/** The key is added with a first item in the plainest form, which then gets its place in the list. */
function withNewList(
  text: string,
  path: YamlPath,
  items: readonly YamlItem[],
  after: string | undefined,
): string {
  const placeholder = { placeholder: 'x' };
  const added = addPath(text, parseYaml(text), path, [placeholder], after);
  const node = nodeAt(parseYaml(added), path);
  if (!isSeq(node)) throw cannotEdit(path);
  return node.flow ? flowItems(added, node, path, items) : blockItems(added, node, path, items);
}

function blockItems(text: string, node: Node, path: YamlPath, items: readonly YamlItem[]): string {
  const newline = newlineOf(text);
  const isEmpty = isScalar(node) && node.value === null;
  if (!isSeq(node) && !isEmpty) throw cannotEdit(path);
  const { texts, from, to, indent } = isSeq(node) ? chunksOf(text, node, path) : noChunks(text, node, path);
  const left: unknown[] = [...valuesAt(text, path)];
  const places = items.map((item) => {
    const same = left.findIndex((value) => isDeepStrictEqual(value, item.value));
    if (same !== -1) left[same] = undefined;
    return same;
  });
  const written = items.map((item, i) => {
    const chunk = texts[places[i] ?? -1];
    // The blank line that kept it apart from the one before is none of the list's beginning.
    if (chunk !== undefined)
      return i === 0 && places[i] !== 0 ? chunk.replace(/^(?:[ \t]*\r?\n)+/, '') : chunk;
    // An item that was changed keeps the comment above it.
    const isChanged = items.length === texts.length && left[i] !== undefined && item.source === undefined;
    return (isChanged ? commentsAt(texts[i] ?? '') : '') + newChunk(item, indent, newline);
  });
  return putChunks(text, { texts: written, from, to, indent });
}

function valuesAt(text: string, path: YamlPath): readonly unknown[] {
  const values = valueAt(plainData(text), path);
  return Array.isArray(values) ? values : [];
}

function newChunk({ value, source }: YamlItem, indent: number, newline: string): string {
  const margin = ' '.repeat(indent);
  if (source === undefined) return `${margin}${itemText(value, indent, newline)}${newline}`;
  const lines = source.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => `${line === '' ? '' : margin}${line}${newline}`).join('');
}

function noChunks(text: string, node: Node, path: YamlPath): Chunks {
  const parent = nodeAt(parseYaml(text), path.slice(0, -1));
  const key = isMap(parent) ? (parent.items[0]?.key as Node | undefined)?.range?.[0] : undefined;
  if (key === undefined || !node.range) throw cannotEdit(path);
  const at = nextLine(text, lineEnd(text, node.range[0]));
  return { texts: [], from: at, to: at, indent: key - lineStart(text, key) + 2 };
}

function flowItems(text: string, node: YAMLSeq, path: YamlPath, items: readonly YamlItem[]): string {
  if (!node.range) throw cannotEdit(path);
  const [start, end] = node.range;
  const values = valuesAt(text, path);
  const sources = node.items.map((item, i) => {
    const [from, to] = (item as Node).range ?? [0, 0];
    return { value: values[i], text: text.slice(from, to) };
  });
  const last = node.items.at(-1) as Node | undefined;
  const isMore = last?.range && sources.every(({ value }, i) => isDeepStrictEqual(value, items[i]?.value));
  if (isMore && last.range) {
    const added = items.slice(sources.length).map(({ value }) => `, ${flowText(value)}`);
    return text.slice(0, last.range[1]) + added.join('') + text.slice(last.range[1]);
  }
  const between = sources.reduce((rest, source) => rest.replace(source.text, ''), text.slice(start, end));
  // A comment between the items would have to be put somewhere.
  if (between.includes('#')) throw cannotEdit(path);
  const written = items.map(
    ({ value }) => sources.find((source) => isDeepStrictEqual(source.value, value))?.text ?? flowText(value),
  );
  return `${text.slice(0, start)}[${written.join(', ')}]${text.slice(end)}`;
}
