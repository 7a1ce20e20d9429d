// The contracts in lib/schemas say in comments what each field is. This makes descriptions of them, when they are
// bundled for the document; what browser and server load has only the comments.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { type Comment, parseSync } from 'oxc-parser';

const HELPER = `${import.meta.dirname}/about.ts`;

export const commentsAsDescriptions: Plugin = {
  name: 'comments-as-descriptions',
  setup(bundler) {
    bundler.onLoad({ filter: /\/lib\/schemas\/.*\.ts$/ }, ({ path }) => ({
      contents: withDescriptions(path, readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

function withDescriptions(path: string, text: string): string {
  const { program, comments } = parseSync(path, text);
  const about = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const edits: [at: number, more: string][] = [];
  walk(program as unknown as Node, (node) => {
    for (const [at, value] of places(node)) {
      const comment = value && before(at, text, about);
      if (!comment) continue;
      edits.push([value.start, 'aboutIt('], [value.end, `, ${JSON.stringify(plain(comment.value))})`]);
    }
  });
  let out = text;
  // From the end on, so that no place moves.
  for (const [at, more] of edits.toSorted(([a], [b]) => b - a)) out = out.slice(0, at) + more + out.slice(at);
  return `import { about as aboutIt } from ${JSON.stringify(HELPER)};\n${out}`;
}

/** The comment right before a place. */
const before = (at: number, text: string, comments: readonly Comment[]) =>
  comments.find(({ end }) => end <= at && text.slice(end, at).trim() === '');

/** Where a comment may stand in a node, and the expression that it is about. */
function places(node: Node): [at: number, value: Node | null | undefined][] {
  if (node.type === 'Property') return node.shorthand ? [] : [[node.start, node.value as Node]];
  if (node.type === 'ArrayExpression')
    return (node.elements as (Node | null)[]).map((each) => [each?.start ?? 0, each]);
  const declaration = (node.type === 'ExportNamedDeclaration' ? node.declaration : node) as Node | null;
  if (declaration?.type !== 'VariableDeclaration') return [];
  return (declaration.declarations as Node[]).map(({ init }) => [node.start, init as Node | null]);
}

function walk(part: unknown, visit: (node: Node) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && typeof part.type === 'string' && !Array.isArray(part)) visit(part as Node);
  for (const each of Object.values(part)) walk(each, visit);
}

/** In one line. */
const plain = (comment: string) =>
  comment
    .replace(/^\s*\*\s?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
