import 'server-only';
import { type Document, isAlias, isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import {
  cannotEdit,
  checked,
  lineEnd,
  lineStart,
  NOTHING,
  newlineOf,
  nextLine,
  nodeAt,
  parseYaml,
  plainData,
  valueAt,
  type YamlPath,
} from './source';
import { flowText, pairText, scalarText, splice, type YamlScalar, type YamlValue } from './text';

/**
 * The text with one scalar replaced at its place in the source; every other byte stays, which writing the whole
 * document anew would not do. A key that is missing is added below `after`, or below the last one of its mapping;
 * missing mappings around it are added with it.
 * @throws AppError invalid-stack when the text is no YAML, or when the place cannot be edited
 */
export function setScalar(text: string, path: YamlPath, value: YamlScalar, after?: string): string {
  const document = parseYaml(text);
  if (valueAt(plainData(text), path) === value) return text;
  const node = nodeAt(document, path);
  if (node === undefined) return checked(text, addPath(text, document, path, value, after), path, value);
  if (!isScalar(node) && !isAlias(node)) throw cannotEdit(path);
  const written = scalarText(value, isScalar(node) ? node : undefined);
  const changed = splice(text, node, written);
  if (changed === null) throw cannotEdit(path);
  return checked(text, changed, path, value);
}

/** The text without the key at the path and without its lines; comments above them stay. @throws as `setScalar` */
export function removeKey(text: string, path: YamlPath): string {
  const document = parseYaml(text);
  if (valueAt(plainData(text), path) === undefined) return text;
  const parent = nodeAt(document, path.slice(0, -1));
  const index = isMap(parent) ? parent.items.findIndex((pair) => keyOf(pair) === path.at(-1)) : -1;
  if (!isMap(parent) || index === -1) throw cannotEdit(path);
  const [from, to, rest] = parent.flow ? flowCut(parent, index, path) : blockCut(text, parent, index, path);
  return checked(text, text.slice(0, from) + rest + text.slice(to), path, NOTHING);
}

/**
 * The text with the mapping at the path holding exactly these texts: what stays keeps its line, what is new comes
 * last, what is gone loses its line.
 * @throws AppError invalid-stack as for `setScalar`
 */
export function setMapping(text: string, path: YamlPath, values: Readonly<Record<string, string>>): string {
  const now = readTextMap(text, path);
  const changed = Object.entries(values).filter(([key, value]) => now.get(key) !== value);
  const withNew = changed.reduce((edited, [key, value]) => setScalar(edited, [...path, key], value), text);
  // What is no text stays: whoever gave the texts has not seen it.
  const gone = [...now.keys()].filter((key) => !Object.hasOwn(values, key));
  return gone.reduce((edited, key) => removeKey(edited, [...path, key]), withNew);
}

/**
 * A mapping of texts as vmagent reads it: a number or a truth value counts as it is written, nothing as an empty
 * text. What is no scalar is left out.
 * @throws AppError invalid-stack when the text is no YAML
 */
export function readTextMap(text: string, path: YamlPath): Map<string, string> {
  const document = parseYaml(text);
  const values = Object(valueAt(plainData(text), path)) as Record<string, unknown>;
  return new Map(
    Object.entries(values).flatMap(([key, value]): [string, string][] => {
      if (value === null) return [[key, '']];
      if (typeof value === 'object') return [];
      const node = nodeAt(document, [...path, key]);
      const source = isScalar(node) && typeof value !== 'string' ? node.source : undefined;
      return [[key, source ?? String(value)]];
    }),
  );
}

/** Adds the value, and the mappings around it that are missing. */
export function addPath(
  text: string,
  document: Document,
  path: YamlPath,
  value: YamlValue,
  after?: string,
): string {
  const parentPath = path.slice(0, -1);
  const key = path.at(-1);
  const parent = nodeAt(document, parentPath);
  if (typeof key !== 'string') throw cannotEdit(path);
  if (isMap(parent)) return addKey(text, parent, key, value, path, after);
  const isEmpty = parent === undefined || (isScalar(parent) && parent.value === null);
  if (!isEmpty) throw cannotEdit(path);
  const newline = newlineOf(text);
  if (parentPath.length === 0) {
    const gap = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${gap}${pairText(key, value, 0, newline)}${newline}`;
  }
  if (parent === undefined) return addPath(text, document, parentPath, { [key]: value });
  const holder = nodeAt(document, parentPath.slice(0, -1));
  if (!isMap(holder) || holder.flow || !parent.range) throw cannotEdit(path);
  const indent = columnOf(text, holder) + 2;
  const at = lineEnd(text, parent.range[0]);
  const lines = `${newline}${' '.repeat(indent)}${pairText(key, value, indent, newline)}`;
  return text.slice(0, at) + lines + text.slice(at);
}

function addKey(
  text: string,
  parent: YAMLMap,
  key: string,
  value: YamlValue,
  path: YamlPath,
  after: string | undefined,
): string {
  const neighbour = parent.items.find((pair) => keyOf(pair) === after) ?? parent.items.at(-1);
  if (parent.flow) {
    if (!parent.range) throw cannotEdit(path);
    const at = neighbour ? endOf(neighbour) : parent.range[0] + 1;
    const written = `${scalarText(key)}: ${flowText(value)}`;
    return text.slice(0, at) + (neighbour ? `, ${written}` : written) + text.slice(at);
  }
  if (neighbour === undefined) throw cannotEdit(path);
  const newline = newlineOf(text);
  const indent = columnOf(text, parent);
  const at = lineEnd(text, text.slice(0, endOf(neighbour)).trimEnd().length);
  const lines = `${newline}${' '.repeat(indent)}${pairText(key, value, indent, newline)}`;
  return text.slice(0, at) + lines + text.slice(at);
}

function blockCut(
  text: string,
  parent: YAMLMap,
  index: number,
  path: YamlPath,
): [from: number, to: number, rest: string] {
  const pair = parent.items[index];
  if (!pair || !parent.range) throw cannotEdit(path);
  const end = text.slice(0, endOf(pair)).trimEnd().length;
  if (parent.items.length === 1) return [parent.range[0], end, '{}'];
  const start = startOf(pair);
  const from = lineStart(text, start);
  if (text.slice(from, start).trim() === '') return [from, nextLine(text, end), ''];
  // The first key of an item stands beside its dash: the next one takes its place.
  const next = parent.items[index + 1];
  if (!next) throw cannotEdit(path);
  return [start, startOf(next), ''];
}

function flowCut(parent: YAMLMap, index: number, path: YamlPath): [from: number, to: number, rest: string] {
  const [before, pair, next] = [parent.items[index - 1], parent.items[index], parent.items[index + 1]];
  if (!pair) throw cannotEdit(path);
  if (next) return [startOf(pair), startOf(next), ''];
  return [before ? endOf(before) : startOf(pair), endOf(pair), ''];
}

function columnOf(text: string, map: YAMLMap): number {
  const first = map.items[0];
  const start = first ? startOf(first) : 0;
  return start - lineStart(text, start);
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : pair.key;
}

function startOf(pair: Pair): number {
  return (pair.key as Node | null)?.range?.[0] ?? 0;
}

function endOf(pair: Pair): number {
  const key = pair.key as Node | null;
  const value = pair.value as Node | null;
  return Math.max(value?.range?.[1] ?? 0, key?.range?.[1] ?? 0);
}
