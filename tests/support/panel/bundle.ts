import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * A program of a few lines that uses the server's own modules, as one file that Node runs in a process of its own.
 * @param code TypeScript; imports by `@/…`
 */
export async function bundled(name: string, code: string): Promise<string> {
  const folder = path.join(root, 'node_modules/.cache/weir-unit');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${name}-${process.pid}.mjs`);
  await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': root, 'server-only': path.join(root, 'tests/support/empty.ts') },
    logLevel: 'error',
  });
  return outfile;
}
