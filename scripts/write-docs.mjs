// Writes docs/findings.md anew from the rules of the verdict.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['tests/support/cases/findings-page.ts'],
  alias: { '@': '.' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { findingsPage } = await import(`data:text/javascript;base64,${code}`);
writeFileSync('docs/findings.md', findingsPage());
