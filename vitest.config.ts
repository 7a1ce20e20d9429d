import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/support/run/slowest-first.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

// `server-only` throws outside a React server build; tests import server modules directly.
const alias = { '@': root.replace(/\/$/, ''), 'server-only': `${root}tests/support/empty.ts` };

/** Tests that put something in the place of a module, of the clock or of the process: it would be there for the next file. */
const isAlone = (file: string) => /\b(vi|process|globalThis|fetch)\b/.test(readFileSync(root + file, 'utf8'));
const alone = globSync('tests/unit/**/*.test.ts', { cwd: root }).filter(isAlone);

export default defineConfig({
  resolve: { alias },
  test: {
    environment: 'node',
    sequence: { sequencer: SlowestFirst },
    // Limits end what hangs; a machine that other programs keep busy takes ten times as long as a quiet one.
    expect: { poll: { timeout: 60_000 } },
    // Where a file of tests has no processes of its own, threads begin in less time than processes; and where it leaves
    // nothing behind, the next one goes on in the same: loading the modules anew takes as long as the tests.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          pool: 'threads',
          isolate: false,
          setupFiles: 'tests/support/forget.ts',
          include: ['tests/unit/**/*.test.ts'],
          exclude: alone,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-alone',
          pool: 'threads',
          include: alone,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          // Parts of pages in a DOM without a browser.
          name: 'components',
          pool: 'threads',
          environment: 'happy-dom',
          isolate: false,
          include: ['tests/components/**/*.test.tsx'],
          setupFiles: 'tests/support/components/setup.ts',
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          pool: 'threads',
          isolate: false,
          include: ['tests/architecture/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          globalSetup: 'tests/support/run/global-setup.ts',
          include: ['tests/integration/real/**/*.test.ts'],
          // They mostly wait for scrapes and containers. Each has a stack of its own.
          maxWorkers: 8,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          // A whole panel, and no engine.
          name: 'panel',
          globalSetup: 'tests/support/run/global-setup.ts',
          include: ['tests/integration/{*,api/*,backup/*}.test.ts'],
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
