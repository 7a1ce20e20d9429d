import 'server-only';
import { Lexer, type Node, type YAMLSeq } from 'yaml';
import { cannotEdit, lineStart, newlineOf, nextLine, type YamlPath } from './source';

/** A list in lines, taken apart. */
export interface Chunks {
  /** Lines of each item, with the comments above it and the one beside its last line. */
  texts: string[];
  from: number;
  to: number;
  indent: number;
}

/** @throws AppError invalid-stack where the list does not begin on a line of its own */
export function chunksOf(text: string, node: YAMLSeq, path: YamlPath): Chunks {
  const ends = node.items.map((item) => {
    const end = (item as Node).range?.[1];
    if (end === undefined) throw cannotEdit(path);
    return nextLine(text, text.slice(0, end).trimEnd().length);
  });
  const first = node.range?.[0] ?? 0;
  const dash = lineStart(text, first);
  if (text.slice(dash, first).trim() !== '') throw cannotEdit(path);
  const from = commentsAbove(text, dash);
  const texts = ends.map((end, i) => text.slice(ends[i - 1] ?? from, end));
  return { texts, from, to: ends.at(-1) ?? from, indent: first - dash };
}

/** The text with the lines of a list replaced; each keeps or gets a line break of the file's own kind. */
export function putChunks(text: string, { texts, from, to }: Chunks): string {
  const newline = newlineOf(text);
  const lines = texts.map((chunk) => (chunk.endsWith('\n') ? chunk : chunk + newline)).join('');
  const gap = from > 0 && text[from - 1] !== '\n' ? newline : '';
  const isLastLine = to === text.length && !text.endsWith('\n');
  return text.slice(0, from) + gap + (isLastLine ? lines.trimEnd() : lines) + text.slice(to);
}

/** The comments of a piece of YAML, from their `#` on. */
export function commentsIn(source: string): string[] {
  return [...new Lexer().lex(source)]
    .filter((token) => token.startsWith('#'))
    .map((comment) => comment.trimEnd());
}

/** The comment lines at the beginning of an item's lines. */
export function commentsAt(chunk: string): string {
  const lines = chunk.split('\n');
  const count = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return lines
    .slice(0, count)
    .map((line) => `${line}\n`)
    .join('');
}

/** Where the comment lines right above a line begin. */
function commentsAbove(text: string, line: number): number {
  let from = line;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    if (!/^\s*#/.test(text.slice(above, from))) break;
    from = above;
  }
  return from;
}
