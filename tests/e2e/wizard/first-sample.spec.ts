import { expect, SetupScreens, test } from '../../support/panel/browser.ts';
import { queryVictoria } from '../../support/stack/destination.ts';

const IMAGES = ['VMAGENT_IMAGE', 'VICTORIA_METRICS_IMAGE', 'NODE_EXPORTER_IMAGE', 'CADVISOR_IMAGE'];

test('from the setup code to the first delivered sample on this Pi, from every source that is on by itself', async ({
  page,
  panel,
  stack,
}) => {
  // As shipped: no image is named. Where no registry answers, those that were made on this machine are found.
  stack.setEnv(Object.fromEntries(IMAGES.map((name) => [name, ''])));
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  await setup.chooseThisPi();
  await expect(setup.source('This Pi')).toBeChecked();
  await expect(setup.source('Containers')).toBeChecked();
  await expect(page.getByText('Looking what it needs…')).toHaveCount(0);
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
    const named = `count by (name) (container_memory_working_set_bytes{cluster="attic-pi",name=~"${stack.project}.+"})`;
    // vmagent spreads its first scrapes over an interval of 60 s.
    await expect
      .poll(async () => (await queryVictoria(database, named)).length, { timeout: 120_000 })
      .toBeGreaterThanOrEqual(4);
  });

  await test.step('the overview shows it live, and so does a reload', async () => {
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Your data is arriving');
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
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await setup.isAsked('What should be measured?');
  await expect(setup.source('This Pi')).toBeChecked();
});
