import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type { Document, Node } from 'yaml';
import { AppError } from '../../errors';
import { documentData, readDocument, YamlProblem } from '../../yaml';

export type YamlPath = readonly (string | number)[];

/** In the place of a value: there is none. */
export const NOTHING = Symbol('nothing');

interface Parsed {
  document: Document;
  data?: unknown;
}
/** One change reads the same few texts again and again. Documents are never changed. */
const recent = new Map<string, Parsed>();
const MAX_RECENT = 6;

/**
 * The text as a document, `<<` merged as vmagent and YACE do.
 * @throws AppError invalid-stack when the text is no YAML or more than one document
 */
export function parseYaml(text: string): Document {
  return parsed(text).document;
}

/** The whole text as plain data; parts that an alias repeats are copies. @throws AppError invalid-stack */
export function plainData(text: string): unknown {
  const entry = parsed(text);
  if (!('data' in entry)) entry.data = copy(documentData(entry.document));
  return entry.data;
}

function parsed(text: string): Parsed {
  const known = recent.get(text);
  if (known) return known;
  const entry: Parsed = { document: readOrExplain(text) };
  recent.set(text, entry);
  const [oldest] = recent.keys();
  if (recent.size > MAX_RECENT && oldest !== undefined) recent.delete(oldest);
  return entry;
}

function readOrExplain(text: string): Document {
  try {
    return readDocument(text);
  } catch (cause) {
    if (!(cause instanceof YamlProblem)) throw cause;
    const { kind, line, message } = cause;
    if (kind === 'bomb') {
      throw new AppError('invalid-stack', `The file ${message}${line ? ` in line ${line}` : ''}.`, {
        hint: 'Use fewer aliases (*name), or put the file from config.example in its place.',
        cause,
      });
    }
    if (kind === 'documents') {
      throw new AppError(
        'invalid-stack',
        `The file ${message}${line ? ` in line ${line}` : ''}, and its program reads only the first.`,
        { hint: 'Take out that line (---), and what follows it if it is not needed.', cause },
      );
    }
    throw new AppError('invalid-stack', `The file is not valid YAML${line ? ` in line ${line}` : ''}.`, {
      hint: 'Correct the file in the stack folder, or put the one from config.example in its place.',
      cause,
    });
  }
}

/** The value at the path of plain data, or undefined. */
export function valueAt(data: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((at, key) => {
    const holder = Object(at) as Record<string | number, unknown>;
    return Object.hasOwn(holder, key) ? holder[key] : undefined;
  }, data);
}

/** The node at the path in the document's own text, not through aliases or merges; undefined when there is none. */
export function nodeAt(document: Document, path: YamlPath): Node | undefined {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return (node ?? undefined) as Node | undefined;
}

/**
 * `after`, once it is certain that it differs from `before` in the value at the path and in nothing else.
 * @throws AppError invalid-stack when it does not
 */
export function checked(before: string, after: string, path: YamlPath, value: unknown): string {
  const expected = withValue(plainData(before), path, value);
  let result: unknown;
  try {
    result = plainData(after);
  } catch (cause) {
    throw cannotEdit(path, cause);
  }
  if (!isDeepStrictEqual(expected, result)) throw cannotEdit(path);
  return after;
}

export function cannotEdit(path: YamlPath, cause?: unknown): AppError {
  return new AppError(
    'invalid-stack',
    `The panel cannot change ${path.join('.') || 'this value'} in this file.`,
    {
      hint: 'The file was changed by hand in a way that the panel does not edit, for example with an anchor (&name) that several places share. Change the value by hand too, or put the file from config.example in its place.',
      cause,
    },
  );
}

export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line that holds the character before `at` ends, its line break not counted. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** Where the line after the one that holds the character before `at` begins. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

function withValue(data: unknown, path: YamlPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(data)) return data.map((item, i) => (i === key ? withValue(item, rest, value) : item));
  const holder: Record<string, unknown> = { ...(Object(data) as object) };
  if (rest.length === 0 && value === NOTHING) delete holder[key];
  else holder[key] = withValue(holder[key], rest, value);
  return holder;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copy(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}
