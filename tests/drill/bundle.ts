import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { repoDir } from '../support/stack/stack.ts';

export const bundleDriver = (): Promise<string> => bundle(path.join(import.meta.dirname, 'driver.ts'));

/** A file that uses the panel's own code as one file that Node runs. It lies where it finds the repository's packages. */
export async function bundle(entry: string): Promise<string> {
  const folder = path.join(repoDir, 'node_modules/.cache/weir-tests');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${path.basename(entry, '.ts')}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: [
      {
        name: 'as-the-panel',
        setup(bundler) {
          bundler.onResolve({ filter: /^server-only$/ }, () => ({
            path: path.join(repoDir, 'tests/support/empty.ts'),
          }));
          bundler.onResolve({ filter: /^@\// }, ({ path: name, kind, resolveDir }) =>
            bundler.resolve(`${repoDir}/${name.slice(2)}`, { kind, resolveDir }),
          );
        },
      },
    ],
  });
  return outfile;
}
