import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { repoDir } from '../support/stack.ts';

/** The drill's driver as one file that Node runs. It lies where it finds the repository's packages. */
export async function bundleDriver(): Promise<string> {
  const folder = path.join(repoDir, 'node_modules/.cache/weir-drill');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, 'driver.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'driver.ts')],
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
