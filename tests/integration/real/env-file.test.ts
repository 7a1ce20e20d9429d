import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnv, setEnv } from '@/lib/server/stack/env-file';
import { envSamples } from '../../support/env-samples';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-env-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the real `docker compose` makes of a `.env` file, for the given variables. */
function composeReads(text: string, keys: string[]): Record<string, string> {
  const environment = Object.fromEntries(keys.map((key) => [key, `\${${key}}`]));
  writeFileSync(path.join(folder, '.env'), text);
  writeFileSync(
    path.join(folder, 'docker-compose.yml'),
    JSON.stringify({ name: 'weir-env-file', services: { a: { image: 'none', environment } } }),
  );
  const output = execFileSync('docker', ['compose', 'config', '--format', 'json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read: Record<string, string> = JSON.parse(output.toString()).services.a.environment;
  // Compose writes a dollar sign of a value twice, so that its output can be read by Compose again.
  return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, value.replaceAll('$$', '$')]));
}

describe('.env as the real docker compose reads it', () => {
  it.each(envSamples)('agrees on $name', ({ text, values }) => {
    expect(composeReads(text, Object.keys(values))).toEqual(parseEnv(text));
  });

  it('reads back what was set, for many values at once', () => {
    const special = fc.string({ unit: fc.constantFrom(...'ab \'"\\$#{}:=\n\tn0%é😀'), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(special, { minLength: 50, maxLength: 50 }), (given) => {
        const values = Object.fromEntries(given.map((value, i) => [`V${i}`, value]));
        const text = setEnv('# first\nV0=old # kept\nV1="old" # kept\n', values);
        expect(composeReads(text, Object.keys(values))).toEqual(values);
        expect(parseEnv(text)).toEqual(values);
      }),
      { numRuns: 20 },
    );
  });
});
