import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { commentsAsDescriptions } from './comments.ts';

const root = path.resolve(import.meta.dirname, '../..');
const filesOf = (pattern: string) => globSync(pattern, { cwd: root }).toSorted();

/** The text of openapi.json as the routes and their contracts are now. */
export async function openapiText(): Promise<string> {
  const routes = modules('route', filesOf('app/**/route.ts'));
  const schemas = modules('schemas', filesOf('lib/schemas/**/*.ts'));
  const { outputFiles } = await build({
    stdin: {
      contents: `${routes.imports}
        ${schemas.imports}
        import { apiDocument } from './scripts/api/document.ts';
        export const openapi = apiDocument(${routes.list}, ${schemas.list});`,
      resolveDir: root,
    },
    alias: { '@': root, 'server-only': `${root}/tests/support/empty.ts` },
    plugins: [commentsAsDescriptions],
    packages: 'external',
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  // Beside the packages, where Node finds those that are not in it.
  const folder = path.join(root, 'node_modules/.cache/weir-api');
  const file = path.join(folder, `${process.pid}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, outputFiles[0]?.text ?? '');
  try {
    const { openapi } = await import(file);
    return `${JSON.stringify(openapi, null, 1)}\n`;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Imports of all of them, and a list of each file with its module. */
function modules(prefix: string, files: readonly string[]) {
  const imports = files.map((file, i) => `import * as ${prefix}${i} from './${file}';`);
  const list = files.map((file, i) => `[${JSON.stringify(file)}, ${prefix}${i}]`);
  return { imports: imports.join('\n'), list: `[${list.join(', ')}]` };
}
