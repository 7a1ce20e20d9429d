import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/support/run/slowest-first.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

// `server-only` throws outside a React server build; tests import server modules directly.
const alias = { '@': root.replace(/\/$/, ''), 'server-only': `${root}tests/support/empty.ts` };

export default defineConfig({
  resolve: { alias },
  test: {
    environment: 'node',
    sequence: { sequencer: SlowestFirst },
    // Limits end what hangs; a machine that other programs keep busy takes ten times as long as a quiet one.
    expect: { poll: { timeout: 60_000 } },
    // Where a file of tests has no processes of its own, threads begin in less time than processes.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          pool: 'threads',
          include: ['tests/unit/**/*.test.ts'],
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
          maxWorkers: 6,
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
          include: ['tests/integration/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
