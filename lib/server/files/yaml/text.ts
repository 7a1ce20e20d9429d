import 'server-only';
import { type Node, Scalar, stringify } from 'yaml';

export type YamlScalar = string | number | boolean;
/** What the panel writes into a file by itself. */
export type YamlValue = YamlScalar | readonly YamlScalar[] | YamlMapping | readonly YamlMapping[];
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/** A name, path or address, or a duration: no reader of YAML takes it for anything but text. */
const PLAIN = /^(?:[A-Za-z/][\w./:-]*|\d+(?:ms|[smhdwy]))$/;
const TRUTH = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** As the library would write it, in the quotes that the earlier value had. */
export function scalarText(value: YamlScalar, like?: Scalar): string {
  const scalar = new Scalar(value);
  if (typeof value === 'string') {
    if (like?.type === Scalar.QUOTE_DOUBLE || like?.type === Scalar.QUOTE_SINGLE) scalar.type = like.type;
    // A name such as 1e3, yes or 2026-01-01 is a string for us and something else for other readers.
    else if (!PLAIN.test(value) || TRUTH.test(value)) {
      // Backslashes of a pattern, and quotes, stay as they are in single quotes.
      scalar.type = /["\\]/.test(value) ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
    }
  }
  return stringify(scalar, { lineWidth: 0 }).trimEnd();
}

/** The value on one line, for a place inside brackets. */
export function flowText(value: YamlValue): string {
  if (isList(value)) return `[${value.map((item) => flowText(item)).join(', ')}]`;
  if (typeof value !== 'object') return scalarText(value);
  const pairs = Object.entries(value).map(([key, item]) => `${scalarText(key)}: ${flowText(item)}`);
  return `{${pairs.join(', ')}}`;
}

/** `key: value` in lines without a line break at the end; the first line is not indented, the others by `indent`. */
export function pairText(key: string, value: YamlValue, indent: number, newline: string): string {
  const name = scalarText(key);
  const inner = ' '.repeat(indent + 2);
  if (isMappings(value)) {
    const items = value.map((item) => `${inner}${itemText(item, indent + 2, newline)}`);
    return [`${name}:`, ...items].join(newline);
  }
  if (isList(value) || typeof value !== 'object') return `${name}: ${flowText(value)}`;
  const pairs = Object.entries(value).map(
    ([child, item]) => `${inner}${pairText(child, item, indent + 2, newline)}`,
  );
  return pairs.length === 0 ? `${name}: {}` : [`${name}:`, ...pairs].join(newline);
}

/** One item of a list, `- key: value` and so on, its first line not indented. */
export function itemText(item: YamlMapping, indent: number, newline: string): string {
  const pairs = Object.entries(item).map(([key, value]) => pairText(key, value, indent + 2, newline));
  if (pairs.length === 0) return '- {}';
  return `- ${pairs.join(`${newline}${' '.repeat(indent + 2)}`)}`;
}

/** The text with the node's source replaced, with the blanks that YAML wants around it. Null: it has no source. */
export function splice(text: string, node: Node, written: string): string | null {
  if (!node.range || node.tag !== undefined) return null;
  const [start] = node.range;
  // The source of a block scalar reaches over its last line break.
  const end = start + text.slice(start, node.range[1]).trimEnd().length;
  const before = start > 0 && /[:\-,]/.test(text[start - 1] ?? '') ? ' ' : '';
  const after = end === start && /[^\s,\]}]/.test(text[end] ?? '\n') ? ' ' : '';
  return text.slice(0, start) + before + written + after + text.slice(end);
}

function isList(value: YamlValue): value is readonly YamlScalar[] | readonly YamlMapping[] {
  return Array.isArray(value);
}

function isMappings(value: YamlValue): value is readonly YamlMapping[] {
  return isList(value) && value.length > 0 && value.every((item) => typeof item === 'object');
}
