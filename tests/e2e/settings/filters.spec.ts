import { expect, signIn, test } from '../../support/panel/browser.ts';
import { changeSettings } from '../../support/panel/change-settings.ts';
import { queryVictoria } from '../../support/stack/destination.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

const JOB = 'node-exporter';

test('what the preview saves is what no longer arrives at the destination', async ({
  page,
  panel,
  stack,
}) => {
  const database = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  // vmagent adds some itself, and others come and go with what runs and is mounted beside this test.
  const notCounted = 'up|scrape_.*|node_(disk|filesystem|network)_.*';
  /** Series of the job that got a sample in the last seconds. */
  const arriving = async (name = '.+') => {
    const series = `{job="${JOB}",__name__=~"${name}",__name__!~"${notCounted}"}`;
    const [count] = await queryVictoria(database, `count(count_over_time(${series}[12s]))`);
    return count?.value ?? 0;
  };
  await panel.claim();
  await launchPipeline(panel);
  await changeSettings(panel, { scrape: { [JOB]: { intervalSeconds: 5, timeoutSeconds: null } } });
  await expect.poll(() => arriving('node_cpu_seconds_total'), { timeout: 60_000 }).toBeGreaterThan(0);
  await signIn(page, panel);
  await page.goto(`${panel.url}/settings/filters?job=${JOB}`);
  const metrics = page.getByRole('list', { name: 'Metrics' });
  await expect(metrics.getByText('node_cpu_seconds_total')).toBeVisible();
  await expect(page.getByText('As many as with the filter in use.')).toBeVisible();
  const before = await arriving();

  let saved = 0;
  await test.step('one press leaves a metric out of the preview', async () => {
    await page.getByRole('button', { name: 'Leave out node_cpu_seconds_total' }).click();
    const words = page.getByText(/^Saves [\d,]+ series/);
    await expect(words).toBeVisible();
    saved = Number(/Saves ([\d,]+)/.exec((await words.textContent()) ?? '')?.[1]?.replace(',', ''));
    expect(saved).toBeGreaterThan(0);
    expect(await arriving('node_cpu_seconds_total')).toBeGreaterThan(0);
  });

  await test.step('applied, it does not arrive any more, and the rest does', async () => {
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => arriving('node_cpu_seconds_total'), { timeout: 60_000 }).toBe(0);
    await expect.poll(arriving).toBe(before - saved);
  });

  await test.step('it is there after a reload, and is taken back with one press', async () => {
    await page.reload();
    await expect(page.getByLabel('Name or pattern')).toHaveValue('node_cpu_seconds_total');
    await page.getByRole('button', { name: 'Take back node_cpu_seconds_total' }).click();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(arriving, { timeout: 60_000 }).toBe(before);
    expect(stack.read('config/vmagent/prometheus.yml')).not.toContain('regex: node_cpu_seconds_total');
  });

  await test.step('full lets everything through', async () => {
    await page.getByRole('radio', { name: 'Full' }).check();
    await expect(page.getByText(/series and [\d,]+ samples a minute more than/)).toBeVisible();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(arriving, { timeout: 60_000 }).toBeGreaterThan(before);
  });
});
