// Writes docs/findings.md anew from the rules of the verdict, and the floors in ARCHITECTURE.md from the layer tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { outputFiles } = await build({
  stdin: {
    contents: `export { findingsPage } from './tests/support/cases/findings-page.ts';
      export { withFloors } from './tests/architecture/floors-page.ts';`,
    resolveDir: '.',
  },
  alias: { '@': '.' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { findingsPage, withFloors } = await import(`data:text/javascript;base64,${code}`);
writeFileSync('docs/findings.md', findingsPage());
writeFileSync('ARCHITECTURE.md', withFloors(readFileSync('ARCHITECTURE.md', 'utf8')));
