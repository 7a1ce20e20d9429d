// Writes docs/findings.md anew from the rules of the verdict, openapi.json from the routes and their contracts, the digests of
// docker-compose.yml and config.example/ by which Weir knows its own, and the floors in ARCHITECTURE.md and the words in CONTRIBUTING.md from
// the architecture tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { openapiText } from './api/generate.ts';
import { writeShipped } from './shipped.ts';

const { outputFiles } = await build({
  stdin: {
    contents: `export { findingsPage } from './tests/support/cases/findings-page.ts';
      export { withFloors } from './tests/architecture/floors-page.ts';
      export { withWords } from './tests/architecture/words.ts';`,
    resolveDir: '.',
  },
  alias: { '@': '.' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { findingsPage, withFloors, withWords } = await import(`data:text/javascript;base64,${code}`);
writeFileSync('docs/findings.md', findingsPage());
writeFileSync('ARCHITECTURE.md', withFloors(readFileSync('ARCHITECTURE.md', 'utf8')));
writeFileSync('CONTRIBUTING.md', withWords(readFileSync('CONTRIBUTING.md', 'utf8')));
writeFileSync('openapi.json', await openapiText());
writeShipped();
