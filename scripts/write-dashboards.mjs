// Writes compose/dashboards, compose/alerts and the tables of docs/dashboards.md from lib/dashboards.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['scripts/dashboards/files.ts'],
  alias: { '@': '.' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  // What it brings of CommonJS asks for its own kind.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('file:///');" },
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { generatedFiles } = await import(`data:text/javascript;base64,${code}`);
const files = generatedFiles();
// A dashboard that is gone leaves no file.
for (const folder of ['compose/dashboards', 'compose/alerts'])
  rmSync(folder, { recursive: true, force: true });
for (const [file, text] of files) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
