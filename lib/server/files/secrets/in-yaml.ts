import 'server-only';
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { holdsValues, isGroup, isPlainParam, isPlainValue, isSecretName } from './names';
import { linesOf, type SecretSpan, spansInLines, spansInText } from './text';

interface Place {
  /** The key whose values are secrets; null: nobody says so. */
  secret: string | null;
  /** The key above. */
  key: string;
}

/** Every secret in the values, and in the comments between them, of YAML that can be read. */
export function spansInYaml(text: string, document: Document): SecretSpan[] {
  const found: SecretSpan[] = [];
  const scalars: [start: number, end: number][] = [];
  const seen = new Set<Node>();

  const value = (node: Node, place: Place) => {
    const [start, until] = node.range ?? [0, 0];
    const end = start + text.slice(start, until).trimEnd().length;
    scalars.push([start, end]);
    if (end === start) return;
    const written = text.slice(start, end);
    // A value that a secret refers to is seen again with its name.
    if (place.secret === null) found.push(...spansInText(written, start));
    else if (!isPlainValue(written))
      found.push({ name: place.secret, ...inHeader(written, start, end, place) });
  };
  const visit = (node: unknown, place: Place): void => {
    if (isAlias(node)) {
      const source = node.resolve(document);
      if (place.secret !== null && source !== undefined && !seen.has(source)) {
        seen.add(source);
        visit(source, place);
      }
    } else if (isMap(node)) visitMap(node, place);
    else if (isSeq(node)) for (const item of node.items) visit(item, place);
    else if (isScalar(node)) value(node, place);
  };
  const visitMap = (map: YAMLMap, place: Place): void => {
    for (const pair of map.items) {
      if (!isPair(pair) || pair.value === null) continue;
      const key = isScalar(pair.key) ? String(pair.key.value).replace(/\s+/g, ' ') : '';
      visit(pair.value, { key, secret: secretOf(key, pair.value, map, place) });
    }
  };
  visit(document.contents, { secret: null, key: '' });
  return [...found, ...inComments(text, scalars)];
}

/** The name under which a value counts as a secret. */
function secretOf(key: string, value: unknown, map: YAMLMap, place: Place): string | null {
  if (place.secret !== null) return isSecretName(`${key}_key`) && !isPlainParam(key) ? place.secret : null;
  if (holdsValues(key)) return key;
  if (isGroup(key) && (isMap(value) || isSeq(value) || isAlias(value))) return null;
  // A tag of AWS, a label of a selector: its name, with the value beside it.
  if (key === 'key' && (map.has('value') || map.has('values'))) return null;
  if (key === 'cert' && /tls_config$/.test(place.key)) return key;
  // The token of a request may be put together by rules.
  const target: unknown = map.get('target_label');
  if (key === 'replacement' && typeof target === 'string') {
    return /^__param_/.test(target) || isSecretName(target) ? target : null;
  }
  return isSecretName(key) ? key : null;
}

/** Of a header in a list, `Name: value`, the value alone. */
function inHeader(written: string, start: number, end: number, { secret }: Place) {
  const name = /headers$/i.test(secret ?? '') ? /^["']?[\w-]+:[ \t]*/.exec(written)?.[0] : undefined;
  if (name === undefined || name.length >= written.length) return { start, end };
  const quote = /^["']/.test(written) ? 1 : 0;
  return { start: start + name.length, end: end - quote };
}

/** Comments are what lies outside of all values and begins with `#`. */
function inComments(text: string, scalars: [start: number, end: number][]): SecretSpan[] {
  const sorted = scalars.toSorted(([a], [b]) => a - b);
  let next = 0;
  const comments: { text: string; start: number }[] = [];
  for (const line of linesOf(text)) {
    const end = line.start + line.text.length;
    while (next < sorted.length && (sorted[next]?.[1] ?? 0) <= line.start) next++;
    let from = line.start;
    for (let i = next; i < sorted.length && (sorted[i]?.[0] ?? 0) < end; i++) from = sorted[i]?.[1] ?? from;
    const mark = /(?:^|\s)#+/.exec(text.slice(from, Math.max(from, end)));
    if (mark === null) continue;
    const at = from + mark.index + mark[0].length;
    comments.push({ text: text.slice(at, end), start: at });
  }
  return [
    ...spansInLines(comments, '#'),
    ...comments.flatMap(({ text: comment, start }) => spansInText(comment, start)),
  ];
}
