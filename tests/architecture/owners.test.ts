import { describe, expect, test } from 'vitest';
import { productFiles, type SourceFile } from './source-files.ts';

interface Rule {
  /** What only the owners may do. */
  title: string;
  /** True for a file that does it. */
  does: (file: SourceFile) => boolean;
  owners: RegExp;
}

const NOBODY = /^$/;
const imports = (name: RegExp) => (file: SourceFile) => file.imports.some((item) => name.test(item.to));
const code = (pattern: RegExp) => (file: SourceFile) => pattern.test(file.code);

/** Named imports of node:fs that only read. */
const READS =
  /^(access|accessSync|constants|createReadStream|existsSync|lstat|lstatSync|open|readdir|readdirSync|readFile|readFileSync|readlink|realpath|realpathSync|stat|statSync|statfs|statfsSync|watch)$/;
const writesFiles = (file: SourceFile) =>
  file.imports.some(
    (item) =>
      /^(node:)?fs(\/promises)?$/.test(item.to) &&
      !item.isTypeOnly &&
      (item.isWhole || item.names.some((name) => !READS.test(name))),
  );

const rules: Rule[] = [
  {
    title: 'reads process.env',
    does: code(/\bprocess\.env\b(?!\.NEXT_RUNTIME)/),
    owners: /^lib\/server\/(env|gateway\/read\/settings)\.ts$/,
  },
  {
    title: 'imports dockerode',
    does: (file) => file.imports.some((item) => item.to === 'dockerode' && !item.isTypeOnly),
    owners: /^lib\/server\/docker\/client\.ts$/,
  },
  {
    title: 'knows the shapes of dockerode',
    does: imports(/^dockerode$/),
    owners: /^lib\/server\/(docker|compose|gateway\/rules)\//,
  },
  {
    title: 'writes files',
    does: writesFiles,
    owners:
      /^lib\/server\/files\/(file-store|disk\/replace-files|disk\/append-file|state\/folder-lock)\.ts$|^lib\/server\/gateway\/(server|calls)\.ts$/,
  },
  {
    title: 'opens files by descriptor',
    does: (file) =>
      file.imports.some((item) => /^(node:)?fs(\/promises)?$/.test(item.to) && item.names.includes('open')),
    owners: /^lib\/server\/files\/disk\/(replace-files|plain-file)\.ts$/,
  },
  {
    title: 'imports prom-client',
    does: imports(/^prom-client$/),
    owners: /^lib\/server\/metrics\/registry\.ts$/,
  },
  { title: 'imports pino', does: imports(/^pino$/), owners: /^lib\/server\/logger\.ts$/ },
  {
    title: 'imports iron-session',
    does: imports(/^iron-session$/),
    owners: /^lib\/server\/auth\/session\.ts$/,
  },
  {
    title: 'calls fetch, EventSource or XMLHttpRequest',
    does: code(/(?<![.\w])(fetch\(|new (EventSource|WebSocket|XMLHttpRequest)\b)/),
    owners: /^lib\/(client|server)\//,
  },
  {
    title: 'writes query keys or options by hand',
    does: code(/\b(useQuery|useSuspenseQuery|useMutation|useInfiniteQuery)(<[^>]*>)?\(\{|\bqueryKey: \[/),
    owners: /^lib\/queries\//,
  },
  { title: 'starts processes', does: imports(/^(node:)?child_process$/), owners: NOBODY },
  { title: 'runs text as code', does: code(/\beval\(|new Function\(/), owners: NOBODY },
  { title: 'has server actions', does: code(/^\s*['"]use server['"]/m), owners: NOBODY },
  {
    title: 'puts raw HTML into a page',
    does: code(/dangerouslySetInnerHTML|\.innerHTML\b/),
    // A script of constant text that has to be there before any other.
    owners: /^components\/layout\/load-again\.tsx$/,
  },
  {
    title: 'shares state through globalThis',
    does: code(/\bglobalThis\b/),
    owners: /^lib\/server\/singleton\.ts$/,
  },
  {
    title: 'reads cookies or headers of Next',
    does: imports(/^next\/headers$/),
    owners: /^(lib\/server\/(auth|http)\/|app\/layout\.tsx$)/,
  },
  {
    title: 'has a default export',
    does: code(/^export default\b/m),
    owners:
      /^(app\/.*(page|layout|template|loading|error|global-error|not-found|default|icon|manifest)\.tsx?|proxy\.ts)$/,
  },
  {
    title: 'only re-exports other modules',
    does: (file) => /\/index\.tsx?$/.test(file.path),
    owners: NOBODY,
  },
];

describe('single owners', () => {
  test.each(rules)('no one else $title', ({ does, owners }) => {
    const breaches = productFiles.filter((file) => does(file) && !owners.test(file.path));
    expect(breaches.map((file) => file.path)).toEqual([]);
  });
});

test('every server file begins with server-only', () => {
  const files = productFiles.filter((file) => file.path.startsWith('lib/server/'));
  const first = (file: SourceFile) => file.code.trimStart().split('\n')[0];
  expect(files.filter((file) => first(file) !== "import 'server-only';").map((file) => file.path)).toEqual(
    [],
  );
});
