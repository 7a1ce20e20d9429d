import 'server-only';
import {
  type Document,
  isAlias,
  isCollection,
  isPair,
  LineCounter,
  type ParseOptions,
  parseDocument,
} from 'yaml';

/** Values of a file with each alias replaced by what it stands for; a long file that repeats one anchor stays below. */
const MAX_VALUES = 200_000;
/** Lists and mappings within each other. No configuration comes near it. */
const MAX_DEPTH = 200;

type CustomTags = NonNullable<Parameters<typeof parseDocument>[1]>['customTags'];

interface ReadOptions {
  customTags?: CustomTags;
  /** `failsafe`: every value is the text that stands there. */
  schema?: 'failsafe';
  /** What stands below a second `---` is left out, as vmagent and YACE do; else it is a problem. */
  isFirstOnly?: boolean;
}

/** Why a text cannot be used as YAML. The message names no value of the text. */
export class YamlProblem extends Error {
  readonly kind: 'syntax' | 'bomb' | 'documents';
  /** Null where no line can be named. */
  readonly line: number | null;

  constructor(kind: YamlProblem['kind'], message: string, line: number | null) {
    super(message);
    this.name = 'YamlProblem';
    this.kind = kind;
    this.line = line;
  }
}

/**
 * The one way in which text from outside becomes YAML: `<<` merged as the programs of the stack do, aliases and depth
 * bounded before anything is expanded.
 * @throws YamlProblem
 */
export function readDocument(
  text: string,
  { customTags, schema, isFirstOnly = false }: ReadOptions = {},
): Document {
  const lines = new LineCounter();
  assertFlat(text);
  let document: Document;
  try {
    const options: ParseOptions = { lineCounter: lines };
    document = parseDocument(text, {
      ...options,
      merge: true,
      // Its warnings would carry parts of the text into the log.
      logLevel: 'error',
      ...(customTags && { customTags }),
      ...(schema && { schema }),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new YamlProblem('bomb', 'is nested too deeply', null);
    throw error;
  }
  const problem = document.errors.find(({ code }) => !(isFirstOnly && code === 'MULTIPLE_DOCS'));
  if (problem?.code === 'MULTIPLE_DOCS') {
    throw new YamlProblem('documents', 'holds a second document', problem.linePos?.[0].line ?? null);
  }
  if (problem !== undefined) {
    const [first = ''] = problem.message.split('\n');
    const words = first.replace(/ at line \d+, column \d+:?$/, '').replace(/\.$/, '');
    throw new YamlProblem('syntax', words, problem.linePos?.[0].line ?? null);
  }
  assertBounded(document, lines);
  return document;
}

/** All of the text as plain data. @throws YamlProblem */
export function documentData(document: Document): unknown {
  try {
    // Already bounded, so the library has nothing to count.
    return document.toJS({ maxAliasCount: -1 }) as unknown;
  } catch {
    // The library finds only here that `<<` stands before something else than a mapping.
    throw new YamlProblem('syntax', 'merges something that is not a mapping', null);
  }
}

/** As `documentData`; undefined for a text that is no YAML, or a bomb. */
export function yamlData(text: string): unknown {
  try {
    return documentData(readDocument(text));
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

/** Brackets that are never closed would exhaust the stack of any parser; text within quotes counts a little too much. */
function assertFlat(text: string): void {
  let depth = 0;
  let line = 1;
  for (const char of text.matchAll(/[[{\]}\n]/g)) {
    if (char[0] === '\n') line++;
    else depth = '[{'.includes(char[0]) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > 10 * MAX_DEPTH) throw new YamlProblem('bomb', 'is nested too deeply', line);
  }
}

function assertBounded(document: Document, lines: LineCounter): void {
  const sizes = new Map<string, number>();
  let total = 0;
  const refuse = (node: unknown, what: string): never => {
    const at = (node as { range?: [number, number, number] | null }).range?.[0];
    throw new YamlProblem('bomb', what, at === undefined ? null : lines.linePos(at).line);
  };
  /** Values that the node stands for. */
  const sizeOf = (node: unknown, depth: number): number => {
    if (depth > MAX_DEPTH) refuse(node, 'is nested too deeply');
    let size = 1;
    if (isAlias(node)) {
      size = sizes.get(node.source) ?? refuse(node, 'repeats a part that is not complete above it');
      total += size;
      if (total > MAX_VALUES) refuse(node, 'repeats parts of itself too often');
      return size;
    }
    if (isPair(node)) return sizeOf(node.key, depth) + sizeOf(node.value, depth);
    if (isCollection(node)) for (const item of node.items) size += sizeOf(item, depth + 1);
    if (++total > 10 * MAX_VALUES) refuse(node, 'holds too many values');
    const { anchor } = Object(node) as { anchor?: string };
    if (anchor !== undefined) sizes.set(anchor, size);
    return size;
  };
  sizeOf(document.contents, 0);
}
