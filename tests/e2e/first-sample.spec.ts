import { expect, SetupScreens, test } from '../support/browser.ts';
import { queryVictoria } from '../support/destination.ts';

test('from the setup code to the first delivered sample on this Pi', async ({ page, panel, stack }) => {
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  await expect(setup.source('This Pi')).toBeChecked();
  await setup.goOn();
  await setup.name('attic-pi');
  const tookMs = await setup.launch();
  test.info().annotations.push({ type: 'launch to first sample', description: `${tookMs} ms` });

  await test.step('the database has it, asked past the panel', async () => {
    const database = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
    const up = () => queryVictoria(database, 'up{job="node-exporter",cluster="attic-pi"} == 1');
    await expect.poll(up, { timeout: 60_000 }).toHaveLength(1);
    const count = async () => (await queryVictoria(database, 'count({cluster="attic-pi"})'))[0]?.value;
    // The containers' first scrape may come a moment after the machine's.
    await expect.poll(count, { timeout: 60_000 }).toBeGreaterThanOrEqual(300);
    test.info().annotations.push({ type: 'series', description: String(await count()) });
  });

  await test.step('the overview shows it live, and so does a reload', async () => {
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Your data is arriving', {
      timeout: 20_000,
    });
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Your data is arriving');
  });
});

test('the set-up goes on where it was after a reload and a restart of the panel @phone', async ({
  page,
  panel,
}) => {
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  await page.reload();
  await setup.isAsked('What should be measured?');
  await setup.goOn();
  await setup.isAsked('What is this Pi called?');
  await page.getByRole('button', { name: 'Back' }).click();
  await setup.isAsked('What should be measured?');
  await expect(setup.source('This Pi')).toBeChecked();
});
