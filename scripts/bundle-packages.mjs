import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { sharedPackages } from './shared-packages.mjs';

const manifestOf = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** The packages that `roots` need, as far as they are installed, themselves included. */
function closure(modules, roots) {
  const found = new Set(roots);
  for (const name of found) {
    const { dependencies, peerDependencies } = manifestOf(path.join(modules, name));
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (existsSync(path.join(modules, needed, 'package.json'))) found.add(needed);
    }
  }
  return found;
}

function installed(modules) {
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

/** Bundles the shared packages into the standalone server, and removes what only they needed. */
export async function bundleSharedPackages(root, out, plugins) {
  const from = path.join(root, 'node_modules');
  const to = path.join(out, 'node_modules');
  const kept = closure(from, ['next', 'react', 'react-dom']);
  for (const name of installed(to)) if (!kept.has(name)) rmSync(path.join(to, name), { recursive: true });
  for (const name of readdirSync(to))
    if (readdirSync(path.join(to, name)).length === 0) rmdirSync(path.join(to, name));
  for (const [name, format] of Object.entries(sharedPackages)) {
    const folder = path.join(to, name);
    mkdirSync(folder, { recursive: true });
    await build({
      stdin: {
        contents: format === 'esm' ? `export * from '${name}'` : `module.exports = require('${name}')`,
        resolveDir: root,
      },
      outfile: path.join(folder, 'index.js'),
      bundle: true,
      format,
      platform: 'node',
      target: 'node24',
      minify: true,
      legalComments: 'none',
      plugins,
      logLevel: 'warning',
    });
    const { version, license } = manifestOf(path.join(from, name));
    const type = format === 'esm' ? 'module' : 'commonjs';
    const manifest = { name, version, license, type, main: './index.js' };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    const licence = readdirSync(path.join(from, name)).find((file) => /^licen[cs]e/i.test(file));
    if (licence) cpSync(path.join(from, name, licence), path.join(folder, licence));
  }
}

/** One character beyond Latin-1 makes V8 keep a whole file in two bytes a character: they are written as escapes. */
export async function escapeWideCharacters(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!name.endsWith('.js') || !statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    if (!/[^\0-\xff]/.test(text)) continue;
    const options = { charset: 'ascii', minifyWhitespace: true, legalComments: 'inline', target: 'node24' };
    writeFileSync(file, (await transform(text, options)).code);
  }
}
