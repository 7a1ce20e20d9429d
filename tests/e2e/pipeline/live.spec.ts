import { expect, signIn, test } from '../../support/panel/browser.ts';
import { sleep } from '../../support/run/exec.ts';
import { startDestination } from '../../support/stack/destination.ts';
import { launchPipeline, PI_ONLY } from '../../support/stack/pipeline.ts';

test('a killed exporter shows on an open page', async ({ page, panel, stack }) => {
  await panel.claim();
  await launchPipeline(panel);
  await signIn(page, panel);
  await page.goto(panel.url);
  const row = page.getByRole('row', { name: /node-exporter/ });
  // The engine's first health check comes one interval after the start.
  await expect(row).toContainText(/running|healthy/i, { timeout: 60_000 });
  const id = (await stack.containerId('node-exporter')) ?? '';

  // The page's own clock sees the change, so that the way to this test and back is not counted.
  const changed = await row.evaluateHandle((element) => ({
    atMs: new Promise<number>((resolve) => {
      const before = element.textContent;
      const isOther = () =>
        element.textContent?.replace(/[\d.,%]+.*$/, '') !== before?.replace(/[\d.,%]+.*$/, '');
      new MutationObserver(() => {
        if (isOther()) resolve(Date.now());
      }).observe(element, { childList: true, characterData: true, subtree: true, attributes: true });
    }),
  }));
  // `kill` returns once the engine has sent the signal; the container dies in between.
  await stack.engine.docker('update', '--restart=no', id);
  const killedAt = Date.now();
  await stack.engine.docker('kill', id);
  const tookMs = (await changed.evaluate(({ atMs }) => atMs)) - killedAt;
  test.info().annotations.push({ type: 'kill to change on the page', description: `${tookMs} ms` });
  console.log(`killed exporter on the page after ${tookMs} ms`);
  await expect(row).toContainText(/stopped|exited/i);
});

test('vmagent is restarted from the browser, which is confirmed, and no accepted sample is lost', async ({
  page,
  panel,
  stack,
  engine,
}) => {
  const destination = await startDestination(engine);
  try {
    await panel.claim();
    const { url, instanceId, token } = destination;
    await launchPipeline(panel, {
      destination: { kind: 'grafana-cloud', url, instanceId, token },
      sources: PI_ONLY,
    });
    await signIn(page, panel);

    // Samples of our own, one a second, pushed into vmagent while the destination is away and across the restart.
    const vmagent = `http://127.0.0.1:${stack.ports.VMAGENT_PORT}`;
    let accepted = 0;
    const push = async () => {
      const response = await fetch(`${vmagent}/api/v1/import/prometheus`, {
        method: 'POST',
        body: `weir_test_counted{n="${accepted}"} ${accepted}\n`,
      }).catch(() => null);
      if (response?.ok) accepted++;
    };
    for (let n = 0; n < 5; n++) await push();
    await destination.set('outage');
    for (let n = 0; n < 20; n++) await push();

    await page.goto(`${panel.url}/services/vmagent`);
    await page.getByRole('button', { name: /^Restart/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Restart/ })
      .click();
    await expect(page.getByText(/restarted|runs again|is back/i).first()).toBeVisible({ timeout: 60_000 });

    await destination.set('accept');
    for (let n = 0; n < 5; n++) {
      await push();
      await sleep(200);
    }
    const arrived = () => destination.scalar('count(last_over_time(weir_test_counted[1h]))');
    await expect.poll(arrived, { timeout: 90_000 }).toBe(accepted);
    expect(accepted).toBeGreaterThanOrEqual(26);
  } finally {
    await destination.remove();
  }
});
