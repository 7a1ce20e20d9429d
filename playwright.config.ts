import { defineConfig, devices } from '@playwright/test';

/** Debian's Chromium without windows, which takes a third less processor time; Playwright's own browsers are not needed. */
export const launchOptions = {
  executablePath: '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const FACES = '**/*faces.spec.ts';
const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };

// Each spec's fixtures start the stack and the panel that it needs, so there is no web server to start here.
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/run/global-setup.ts',
  fullyParallel: false,
  // Most of a journey is waiting; its stack and panel are its own.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // They end what hangs; a machine that other programs keep busy takes ten times as long as a quiet one.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  outputDir: 'test-results',
  reporter: 'list',
  use: { launchOptions, locale: 'en-GB', reducedMotion: 'reduce' },
  projects: [
    { name: 'desktop', testIgnore: FACES, use: desktop },
    {
      name: 'phone',
      grep: /@phone/,
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
    },
    // Pages with answers of our making: they need a build and no engine, and never wait, so they go last.
    { name: 'faces', testMatch: FACES, use: desktop },
  ],
});
