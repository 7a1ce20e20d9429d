import 'server-only';
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { readDocument, YamlProblem } from './yaml';

/**
 * A value without quotes that YAML 1.1 takes for something else than text: null, a truth value or a number. What it
 * means depends on where it stands, so it stays as it is written.
 */
export class Plain {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type GoMap = { [key: string]: GoValue };
export type GoValue = string | Plain | GoValue[] | GoMap;

export const isGoText = (value: GoValue | undefined): value is string | Plain =>
  typeof value === 'string' || value instanceof Plain;
export const isGoMap = (value: GoValue | null | undefined): value is GoMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Plain);

/**
 * A text as Go's YAML (gopkg.in/yaml.v2, in vmagent) reads it: the first document alone, and of two values for one
 * key, where `<<` brings one in, the one that stands below. Null for an empty text; undefined for one that is no YAML.
 */
export function goYaml(text: string): GoValue | null | undefined {
  try {
    const document = readDocument(text.replace(/^\ufeff/, ''), { schema: 'failsafe', isFirstOnly: true });
    return document.contents === null ? null : read(document.contents, document);
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

function read(node: unknown, document: Document): GoValue {
  if (isAlias(node)) return read(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => read(item, document));
  if (isMap(node)) {
    const found = new Map<string, GoValue>();
    fillMap(found, node, document);
    return Object.fromEntries(found);
  }
  return scalarOf(node);
}

function fillMap(found: Map<string, GoValue>, node: Node, document: Document): void {
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target) fillMap(found, target, document);
  } else if (isSeq(node)) {
    // Of several the first counts most.
    for (const item of [...node.items].reverse()) fillMap(found, item as Node, document);
  } else if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = scalarOf(isAlias(pair.key) ? pair.key.resolve(document) : pair.key);
      const isMerge = isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<';
      if (isMerge) fillMap(found, pair.value as Node, document);
      else found.set(textOf(key), pair.value === null ? new Plain('') : read(pair.value, document));
    }
  }
}

function scalarOf(node: unknown): string | Plain {
  if (!isScalar(node)) return new Plain('');
  const text = String(node.value ?? '');
  if (node.tag === '!' || /:(?:str|binary)$/.test(node.tag ?? '')) return text;
  // A tag of a number or a truth value reads a text in quotes as one.
  const isTagged = node.tag?.startsWith('tag:yaml.org,2002:') === true;
  return (node.type === 'PLAIN' || isTagged) && isSpecial(text) ? new Plain(text) : text;
}

const NULL = /^(?:|~|null|Null|NULL)$/;
const TRUE = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const FALSE = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;

function isSpecial(text: string): boolean {
  return NULL.test(text) || TRUE.test(text) || FALSE.test(text) || numberIn(text) !== null;
}

export const isNull = (value: GoValue | undefined): boolean =>
  value === undefined || (value instanceof Plain && NULL.test(value.text));

/** The truth value, or null for something else. */
export function truthOf(value: GoValue): boolean | null {
  if (!(value instanceof Plain)) return null;
  return TRUE.test(value.text) ? true : FALSE.test(value.text) ? false : null;
}

/** As a place that holds text has it. */
export function textOf(value: string | Plain): string {
  return typeof value === 'string' ? value : NULL.test(value.text) ? '' : value.text;
}

/** A number in full digits, as text: it may be larger than a number of JavaScript. Null: it is none. */
export function numberOf(value: GoValue): string | null {
  return value instanceof Plain ? numberIn(value.text) : null;
}

function numberIn(written: string): string | null {
  if (!/^[-+.\d]/.test(written)) return null;
  const text = written.startsWith('.') ? written : written.replaceAll('_', '');
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const minus = sign === '-' ? '-' : '';
  if (/^0(?:x[\da-f]+|b[01]+|o[0-7]+)$/i.test(digits)) return `${minus}${BigInt(digits.toLowerCase())}`;
  if (/^0[0-7]+$/.test(digits)) return `${minus}${BigInt(`0o${digits.slice(1)}`)}`;
  if (!/^(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(digits)) return null;
  if (/^\d{1,19}$/.test(digits)) return `${minus}${BigInt(digits)}`;
  const value = Number(digits);
  return Number.isFinite(value) ? `${minus}${inFull(value)}` : null;
}

/** 1e21 as 1 and 21 zeros: the fewest digits that tell it from others, none after an `e`. */
function inFull(value: number): string {
  const [, whole = '', part = '', power = '0'] = /^(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(String(value)) ?? [];
  if (whole === '') return String(value);
  const digits = whole + part;
  const point = whole.length + Number(power);
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? digits.padEnd(point, '0')
    : `${digits.slice(0, point)}.${digits.slice(point)}`;
}
