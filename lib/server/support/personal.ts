import 'server-only';
import { isIP } from 'node:net';
import { sourceIds } from '@/lib/pipeline/components';
import { accounts } from '@/lib/pipeline/records';
import { components } from '@/lib/pipeline/services';
import { type PersonalKind, personalKinds } from '@/lib/schemas/support';

/** How often each value of each kind stands in the texts. */
export type Personal = ReadonlyMap<PersonalKind, ReadonlyMap<string, number>>;

export interface KnownPersonal {
  kind: PersonalKind;
  value: string;
}

/** Group 1 is the value, where there is one. */
const PATTERNS: readonly { kind: PersonalKind; pattern: RegExp }[] = [
  { kind: 'ip-address', pattern: /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\w)/g },
  { kind: 'ip-address', pattern: /(?<![\w.:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:]|\.\w)/gi },
  { kind: 'email-address', pattern: /[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi },
  {
    kind: 'host-name',
    pattern: /\b(?:https?|wss?|tcp):\/\/(?:[^/\s@"'<>\\]{1,200}@)?([a-z0-9][a-z0-9.-]{0,252})/gi,
  },
  { kind: 'host-name', pattern: /\blookup ([a-z0-9][a-z0-9.-]{0,252})/gi },
  ...accounts.flatMap(({ kind, patterns }) => patterns.map((pattern) => ({ kind, pattern }))),
];
/** Names of the stack's own parts and of services that all share. */
const parts = components.flatMap(({ service, profile }) => [service, ...(profile ? [profile] : [])]);
const domains = accounts.map(({ domain }) => domain.replaceAll('.', '\\.'));
const COMMON = new RegExp(
  `^(?:localhost|host\\.docker\\.internal|monitoring|raspberrypi|${[...sourceIds, ...parts].join('|')}|(?:[\\w-]+\\.)*(?:${domains.join('|')}|grafana\\.com|github\\.com|ghcr\\.io|docker\\.io|docker\\.com|victoriametrics\\.com|prometheus\\.io|raspberrypi\\.com|example\\.(?:com|org|net)))$`,
  'i',
);
/** Loopback, unspecified, broadcast and net masks: the same everywhere. */
const COMMON_ADDRESS = /^(?:127\.|0\.0\.0\.0|255\.|::1?$)/;

/** Finds what says who somebody is. Pure. @param known values that no pattern could tell */
export function findPersonal(texts: readonly string[], known: readonly KnownPersonal[]): Personal {
  const found = new Map<PersonalKind, Set<string>>(personalKinds.map((kind) => [kind, new Set()]));
  const add = (kind: PersonalKind, value: string) => {
    if (isTelling(kind, value)) found.get(kind)?.add(value);
  };
  for (const { kind, value } of known) add(kind, value);
  for (const text of texts) {
    for (const { kind, pattern } of PATTERNS) {
      for (const [all, value = all] of text.matchAll(pattern)) add(kind, value.replace(/\.$/, ''));
    }
  }
  return new Map([...found].map(([kind, values]) => [kind, countOf(texts, values)]));
}

/** The texts with each value of the given kinds replaced by its kind and a number. Pure. */
export function hidePersonal(
  texts: readonly string[],
  personal: Personal,
  kinds: readonly PersonalKind[],
): string[] {
  const names = new Map<string, string>();
  for (const kind of kinds) {
    for (const [index, value] of [...(personal.get(kind)?.keys() ?? [])].entries())
      names.set(value.toLowerCase(), `[${kind}-${index + 1}]`);
  }
  const pattern = patternOf(names.keys());
  return texts.map((text) =>
    pattern ? text.replace(pattern, (value) => names.get(value.toLowerCase()) ?? value) : text,
  );
}

function isTelling(kind: PersonalKind, value: string): boolean {
  if (kind === 'ip-address') return isIP(value) !== 0 && !COMMON_ADDRESS.test(value);
  if (kind === 'host-name') return value.length >= 2 && isIP(value) === 0 && !COMMON.test(value);
  return value.length >= 3 && !COMMON.test(value);
}

function countOf(texts: readonly string[], values: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  const byLower = new Map([...values].map((value) => [value.toLowerCase(), value]));
  const pattern = patternOf(values);
  for (const text of pattern ? texts : []) {
    for (const [found] of text.matchAll(pattern ?? /$^/g)) {
      const value = byLower.get(found.toLowerCase()) ?? found;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** Any of the values as a whole word, the longest first. */
function patternOf(values: Iterable<string>): RegExp | null {
  const all = [...values]
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return all.length === 0 ? null : new RegExp(`(?<![\\w-])(?:${all.join('|')})(?![\\w-])`, 'gi');
}
