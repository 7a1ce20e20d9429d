import 'server-only';
import { type GcpServiceId, gcpService, gcpServiceIds } from '@/lib/pipeline/sources/gcp/services';
import { AppError } from '../../errors';

const PREFIX = '--monitoring.metrics-prefixes=';
const FILTER = '--monitoring.filters=';
/** Above the prefixes of no service. */
const OTHERS = '# Other metrics';
/** Also the older flag, which the exporter still knows. */
const ANY_FLAG = /^\s*--monitoring\.metrics-(?:type-)?prefixes=(.*)$/;
const ANY_PREFIX = /^[^#]*metrics-(?:type-)?prefixes/;

/** A line of config/gcp/metrics.flags: one argument of the exporter, a comment or nothing. */
export interface Line {
  text: string;
  /** How it ends; empty at the end of a file without a line break there. */
  end: string;
}

export const linesOf = (text: string): Line[] =>
  text.split(/(?<=\n)/).flatMap((line) => {
    const [end = ''] = /\r?\n$/.exec(line) ?? [];
    return line === '' ? [] : [{ text: line.slice(0, line.length - end.length), end }];
  });

export const textOf = (lines: readonly Line[]) => lines.map(({ text, end }) => text + end).join('');

/** @param what the panel cannot change. @param at counted from 0. @param words what is odd about that line, and what to do */
export const oddLine = (what: string, at: number, words: string) =>
  new AppError('invalid-stack', `config/gcp/metrics.flags: The panel cannot change ${what} in this file.`, {
    hint: `Line ${at + 1} ${words}`,
  });

/** Without these lines, nor the comment where it stands right above one of them. */
export function without(lines: readonly Line[], gone: readonly string[], comment: string | null): Line[] {
  const isGone = (line: Line | undefined) => line !== undefined && gone.includes(line.text);
  return lines.filter((line, i) => !isGone(line) && !(line.text === comment && isGone(lines[i + 1])));
}

/** With more lines at a place; a file without a line break at its end stays one. */
export function insert(lines: readonly Line[], at: number, texts: readonly string[]): Line[] {
  const end = lines.some((line) => line.end === '\r\n') ? '\r\n' : '\n';
  const added = texts.map((text) => ({ text, end }));
  const before = lines.slice(0, at);
  const last = before.at(-1);
  if (last?.end !== '') return [...before, ...added, ...lines.slice(at)];
  const ends = [...before.slice(0, -1), { ...last, end }, ...added];
  return ends.map((line, i) => (i === ends.length - 1 ? { ...line, end: '' } : line));
}

export const lastOf = (lines: readonly Line[], texts: readonly string[]) =>
  lines.findLastIndex((line) => texts.includes(line.text));

/** What the exporter asks for, each once; as it stands there, also where the exporter reads it as something else. */
export function prefixesIn(text: string): string[] {
  const found = linesOf(text).flatMap((line) => ANY_FLAG.exec(line.text)?.[1]?.split(',') ?? []);
  return [...new Set(found.map((prefix) => prefix.trim()).filter(Boolean))];
}

/** The services all of whose prefixes are asked for, and the prefixes that belong to none of these. */
export function askedIn(text: string): { services: GcpServiceId[]; prefixes: string[] } {
  const all = prefixesIn(text);
  const services = gcpServiceIds.filter((id) => gcpService(id).prefixes.every((one) => all.includes(one)));
  const theirs = services.flatMap((id) => gcpService(id).prefixes);
  return { services, prefixes: all.filter((prefix) => !theirs.includes(prefix)) };
}

/** The lines of a service, in their order. */
function flagsOf(id: GcpServiceId): string[] {
  const { prefixes, filters } = gcpService(id);
  return [...prefixes.map((prefix) => PREFIX + prefix), ...filters.map((filter) => FILTER + filter)];
}

/** @throws AppError invalid-stack for prefixes that do not stand on a line each */
function editable(text: string): Line[] {
  const lines = linesOf(text);
  const odd = lines.findIndex(
    (line) =>
      ANY_PREFIX.test(line.text) &&
      !(line.text.startsWith(PREFIX) && /^[^\s,"'`]+$/.test(line.text.slice(PREFIX.length))),
  );
  if (odd === -1) return lines;
  throw oddLine(
    'the metrics',
    odd,
    `is not ${PREFIX} with one prefix, without blanks, quotes and commas. Give each prefix a line like this.`,
  );
}

/** After all that says what is asked for; at the end where nothing does. */
function afterAll(lines: readonly Line[]): number {
  const filters = gcpServiceIds.flatMap(flagsOf);
  const last = lines.findLastIndex(({ text }) => text.startsWith(PREFIX) || filters.includes(text));
  return last === -1 ? lines.length : last + 1;
}

/** Where the lines of a service belong: among those of the others, in the order of the catalogue. */
function placeOf(lines: readonly Line[], id: GcpServiceId): number {
  const at = gcpServiceIds.indexOf(id);
  const earlier = gcpServiceIds.slice(0, at).map((one) => lastOf(lines, flagsOf(one)));
  const previous = earlier.findLast((line) => line !== -1);
  if (previous !== undefined) return previous + 1;
  const later = gcpServiceIds.slice(at + 1).flatMap(flagsOf);
  let next = lines.findIndex(({ text }) => later.includes(text));
  if (next === -1) return afterAll(lines);
  // What stands above it is said of it.
  while (lines[next - 1]?.text.startsWith('#')) next -= 1;
  return next;
}

/**
 * The exporter's flags with the lines of some services, and without those of others; all other lines stay.
 * @throws AppError invalid-stack for prefixes that do not stand on a line each
 */
export function withServices(
  text: string,
  added: readonly GcpServiceId[],
  gone: readonly GcpServiceId[],
): string {
  const kept = gone.reduce(
    (lines, id) => without(lines, flagsOf(id), gcpService(id).comment),
    editable(text),
  );
  const all = added.reduce((lines, id) => {
    const missing = flagsOf(id).filter((flag) => lastOf(lines, [flag]) === -1);
    const there = lastOf(lines, flagsOf(id));
    return there === -1
      ? insert(lines, placeOf(lines, id), [gcpService(id).comment, ...missing])
      : insert(lines, there + 1, missing);
  }, kept);
  return textOf(all);
}

/**
 * The exporter's flags with prefixes of no service added and taken out; all other lines stay.
 * @param added each of the form that `prefixProblem` wants
 * @throws AppError invalid-stack for prefixes that do not stand on a line each
 */
export function withPrefixes(text: string, added: readonly string[], gone: readonly string[]): string {
  const lines = editable(text);
  const { prefixes } = askedIn(text);
  const left = prefixes.filter((prefix) => !gone.includes(prefix)).map((prefix) => PREFIX + prefix);
  const kept = without(
    lines,
    gone.map((prefix) => PREFIX + prefix),
    left.length === 0 ? OTHERS : null,
  );
  const flags = added.filter((prefix) => !prefixesIn(text).includes(prefix)).map((one) => PREFIX + one);
  if (flags.length === 0) return textOf(kept);
  const last = lastOf(kept, left);
  return textOf(
    last === -1 ? insert(kept, afterAll(kept), [OTHERS, ...flags]) : insert(kept, last + 1, flags),
  );
}
