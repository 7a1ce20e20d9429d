import { test as base, expect, signIn } from '../../support/panel/browser.ts';
import { startSecondEngine } from '../../support/stack/engine.ts';
import { ensureImages } from '../../support/stack/images.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

// An engine of this test's own: stopping the one that others use would stop them too.
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from the pattern
  engine: async ({}, use) => {
    const engine = await startSecondEngine();
    await ensureImages(engine);
    await use(engine);
    await engine.remove();
  },
});

test('the panel stands while the engine is stopped, says so, and recovers by itself', async ({
  page,
  panel,
  engine,
}) => {
  await panel.claim();
  await launchPipeline(panel);
  await signIn(page, panel);
  await page.goto(panel.url);
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toContainText('Your data is arriving');

  await engine.stop();
  await expect(page.getByText(/Docker/).first()).toBeVisible();
  await expect(headline).not.toContainText('Your data is arriving');
  expect((await panel.request('GET', '/api/health')).status).toBe(200);
  await page.reload();
  await expect(headline).toBeVisible();
  await expect(headline).not.toContainText('Your data is arriving');

  await engine.start();
  await expect(headline).toContainText('Your data is arriving', { timeout: 90_000 });
});
