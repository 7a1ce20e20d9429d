import 'server-only';

/** A label's value as written, and where reading goes on; null when its quotes do not close. */
interface Quoted {
  value: string;
  end: number;
}

/** The labels of a series, `__name__` among them. */
export type Series = ReadonlyMap<string, string>;

/** One line of the text format: `name{label="value",…} 1 timestamp`. */
export interface Sample {
  name: string;
  series: Series;
  /** NaN also for infinities. */
  value: number;
}

export interface TimedSample extends Sample {
  /** Of the value, where the line says it. */
  atMs: number | null;
}

const NAME = /[a-zA-Z_:][\w:.]*/y;
const LABEL = /\s*(?:([a-zA-Z_][\w.]*)\s*=\s*)?"/y;

/**
 * The samples of a scrape in the Prometheus text format, one by one. Lines that are none are passed over, as vmagent
 * does: what a target answers is not to be trusted.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 * @param isWanted spares the work on lines that nobody needs
 */
export function* readSamples(
  text: string,
  isWanted: (line: string) => boolean = () => true,
): Generator<Sample> {
  for (const line of linesIn(text)) {
    const sample = isWanted(line) ? readLine(line) : null;
    if (sample !== null) yield sample;
  }
}

/** One by one: an answer may have megabytes. */
export function* linesIn(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let end = text.indexOf('\n', from);
    if (end === -1) end = text.length;
    yield text.slice(from, end);
    from = end + 1;
  }
}

/** One line with the time of its value; null: it is no sample. @param line untrusted */
export function readTimed(line: string): TimedSample | null {
  const sample = readLine(line);
  if (sample === null) return null;
  const [, atMs] = /\s(\d{12,14})\s*$/.exec(line.slice(-24)) ?? [];
  // What stands alone behind the labels is the value.
  const isValue = atMs !== undefined && Number(atMs) === sample.value;
  return { ...sample, atMs: atMs === undefined || isValue ? null : Number(atMs) };
}

function readLine(line: string): Sample | null {
  const start = line.length - line.trimStart().length;
  if (start === line.length || line[start] === '#') return null;
  const labels = new Map<string, string>();
  NAME.lastIndex = start;
  const first = NAME.exec(line)?.[0] ?? '';
  let at = start + first.length;
  if (first !== '') labels.set('__name__', first);
  if (line[at] === '{') {
    const after = readLabels(line, at + 1, labels);
    if (after === null) return null;
    at = after;
  }
  const value = line.slice(at, at + 40);
  const name = labels.get('__name__');
  if (name === undefined || !/^\s*[-+.\dNI]/.test(value)) return null;
  return { name, series: labels, value: Number.parseFloat(value) };
}

/** @returns the place after the closing brace, or null */
function readLabels(line: string, from: number, labels: Map<string, string>): number | null {
  let at = from;
  for (;;) {
    const rest = /^[\s,]*\}/.exec(line.slice(at, at + 40));
    if (rest) return at + rest[0].length;
    if (line[at] === ',') at += 1;
    LABEL.lastIndex = at;
    const match = LABEL.exec(line);
    if (!match) return null;
    const quoted = readQuoted(line, LABEL.lastIndex);
    if (quoted === null) return null;
    // A name with other characters stands in quotes among the labels.
    labels.set(match[1] ?? '__name__', quoted.value);
    at = quoted.end;
  }
}

function readQuoted(line: string, from: number): Quoted | null {
  const plain = line.indexOf('"', from);
  if (plain === -1) return null;
  const text = line.slice(from, plain);
  // Not looked for in the rest of the line: with many labels that would be the square of its length.
  if (!text.includes('\\')) return { value: text, end: plain + 1 };
  let value = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at] ?? '';
    if (char === '"') return { value, end: at + 1 };
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    const next = line[at] ?? '';
    value += next === 'n' ? '\n' : next === '\\' || next === '"' ? next : `\\${next}`;
  }
  return null;
}
