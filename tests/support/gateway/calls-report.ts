// Runs tests with their panels behind gateways, and prints what was asked beside what is allowed: npm run gateway:calls [FILE…]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled } from '../panel/bundle.ts';

const DEFAULT_FILES = [
  'tests/integration/real/launch/launch.test.ts',
  'tests/integration/real/change/apply.test.ts',
];

const code = `import { panelRules } from '@/lib/server/gateway/rules/panel-rules';
  import { nameOf } from '@/lib/server/gateway/rules/rule';
  export const names = panelRules.map(nameOf);`;
const program = await bundled('gateway-rules', code);
const { names } = (await import(pathToFileURL(program).href)) as { names: string[] };
rmSync(program);

const dir = mkdtempSync(path.join(os.tmpdir(), 'weir-gateway-calls-'));
const files = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_FILES;
const { status } = spawnSync('vitest', ['run', '--project', 'integration', ...files], {
  stdio: 'inherit',
  env: { ...process.env, WEIR_GATEWAY_CALLS_DIR: dir },
});
const counts = new Map<string, number>();
for (const file of readdirSync(dir)) {
  const one = JSON.parse(readFileSync(path.join(dir, file), 'utf8')) as Record<string, number>;
  for (const [name, count] of Object.entries(one)) counts.set(name, (counts.get(name) ?? 0) + count);
}
rmSync(dir, { recursive: true });
console.log('\nAsked of the engine, by the gateway’s rules:');
for (const name of names) console.log(`${String(counts.get(name) ?? 'never').padStart(8)}  ${name}`);
process.exitCode = status ?? 1;
