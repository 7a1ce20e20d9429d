import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { corpus } from '../../../support/cases/corpus';
import { envSamples } from '../../../support/cases/env-samples';
import { shippedTexts } from '../../../support/fixtures/shipped-texts';
import { random, testSeed } from '../../../support/run/random';

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
    // Compose must read the file, not the environment of the tests.
    env: { PATH: process.env.PATH, DOCKER_CONFIG: process.env.DOCKER_CONFIG, NODE_ENV: 'test' },
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

  it('reads back every edit of files as people write them, and leaves the other variables alone', () => {
    const seed = testSeed();
    for (const [i, { name, text }] of corpus('env').entries()) {
      const dice = random(seed + i);
      let edited = text;
      const changes: Record<string, string> = {};
      for (let edit = 0; edit < 12; edit++) {
        const known = Object.keys(parseEnv(text)).filter((key) => key !== 'REF' && /^\w+$/.test(key));
        const key = dice.chance(0.7) ? dice.pick(known) : `NEW_${edit}`;
        changes[key] = dice.chance(0.2) ? `${dice.text()}\n${dice.text()}` : dice.text();
        edited = setEnv(edited, changes);
      }
      const { REF: _, ...values } = { ...parseEnv(text), ...changes };
      const label = `${name}, WEIR_TEST_SEED=${seed}`;
      expect(composeReads(edited, Object.keys(values)), label).toEqual(values);
      expect(parseEnv(edited), label).toMatchObject(values);
    }
  });

  it('reads what the forms write: addresses, tokens, sizes and names', () => {
    const values = {
      REMOTE_WRITE_URL: 'https://user.example.org:9090/a b?c=$d#e',
      REMOTE_WRITE_TOKEN: 'glc_$abc#d"e\'f\\g',
      REMOTE_WRITE_MAX_DISK_USAGE: '1536MiB',
      VICTORIA_METRICS_RETENTION: '30d',
      YACE_SCRAPING_INTERVAL: '600',
      WEIR_ALLOWED_HOSTS: 'pi.example.org,weir.lan',
      COMPOSE_PROFILES: 'system,aws',
    };
    const shipped = shippedTexts().get('env') ?? '';
    for (const text of [shipped, shipped.replaceAll('\n', '\r\n')]) {
      expect(composeReads(setEnv(text, values), Object.keys(values))).toEqual(values);
    }
  });
});
