import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repoDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Import {
  /** A path from the repository's root with no extension, or a package's name. */
  to: string;
  isPackage: boolean;
  isTypeOnly: boolean;
  /** Loaded when the code comes to it: `import(…)`. */
  isLater: boolean;
  /** Names between the braces; empty for a default, namespace or bare import. */
  names: string[];
  /** It has a default or namespace binding. */
  isWhole: boolean;
}

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  path: string;
  text: string;
  /** The text with comments blanked, for rules about code. */
  code: string;
  lines: number;
  imports: Import[];
}

// Statements that begin a line; the formatter puts each there.
const STATEMENT =
  /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '');
}

function readImports(file: string, code: string): Import[] {
  return [...code.matchAll(STATEMENT)].map((match) => {
    const specifier = match[3] ?? match[4] ?? '';
    const clause = match[2] ?? '';
    const names = (clause.match(/\{([^}]*)\}/)?.[1] ?? '')
      .split(',')
      .map((name) => name.trim().replace(/\s+as\s+.*$/, ''))
      .filter(Boolean);
    const isLocal = specifier.startsWith('@/') || specifier.startsWith('.');
    const local = specifier.startsWith('@/')
      ? specifier.slice(2)
      : path.posix.join(path.posix.dirname(file), specifier);
    return {
      to: isLocal ? local.replace(/\.(ts|tsx|js|mjs)$/, '') : specifier,
      isPackage: !isLocal,
      isLater: match[4] !== undefined,
      isTypeOnly: Boolean(match[1]) || (names.length > 0 && names.every((name) => name.startsWith('type '))),
      names: names.map((name) => name.replace(/^type /, '')),
      isWhole: clause.replace(/\{[^}]*\}/, '').replace(/[\s,]/g, '') !== '',
    };
  });
}

const EXTENSIONS = /\.(ts|tsx|mjs|js)$/;
const FOLDERS = ['app', 'components', 'lib', 'scripts', 'tests'];

function walk(dir: string): string[] {
  return readdirSync(path.join(repoDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const name = `${dir}/${entry.name}`;
    return entry.isDirectory() ? walk(name) : EXTENSIONS.test(name) ? [name] : [];
  });
}

/** Every source file of the repository, read once. */
export const sourceFiles: SourceFile[] = [
  ...FOLDERS.flatMap(walk),
  ...readdirSync(repoDir).filter((name) => EXTENSIONS.test(name) && name !== 'next-env.d.ts'),
].map((file) => {
  const text = readFileSync(path.join(repoDir, file), 'utf8');
  const code = withoutComments(text);
  return { path: file, text, code, lines: text.split('\n').length - 1, imports: readImports(file, code) };
});

/** Files of the product: everything but tests, scripts and tool settings. */
export const productFiles = sourceFiles.filter((file) =>
  /^(app|components|lib)\/|^(proxy|instrumentation)/.test(file.path),
);
