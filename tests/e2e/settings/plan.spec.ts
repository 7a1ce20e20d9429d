import { expect, signIn, test } from '../../support/panel/browser.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

test('the plan is shown with what is used of it, and the brake is that of the running vmagent', async ({
  page,
  panel,
  stack,
}) => {
  /** What vmagent says that it was started with; nothing while it is started anew. */
  const brake = async () => {
    const answer = await fetch(`http://127.0.0.1:${stack.ports.VMAGENT_PORT}/metrics`).catch(() => null);
    const text = (await answer?.text()) ?? '';
    return /^flag\{name="remoteWrite.maxHourlySeries", value="([^"]*)"/m.exec(text)?.[1];
  };
  const apply = page.getByRole('button', { name: 'Apply', exact: true });
  const limit = page.getByLabel('Unique series an hour');

  await panel.claim();
  await launchPipeline(panel);
  expect(await brake()).toBe('14000');
  await signIn(page, panel);
  await page.goto(`${panel.url}/settings/plan`);

  await test.step('who uses how much is counted on what the exporters answer', async () => {
    const jobs = page.getByRole('listitem').filter({ hasText: 'series offered' });
    await expect(jobs.filter({ hasText: 'This Pi' })).toContainText(/[1-9]\d* series/, { timeout: 90_000 });
    await expect(jobs.filter({ hasText: 'vmagent itself' })).toContainText(/[1-9]\d* series/);
    await expect(page.getByText('The brake stops vmagent at 14,000 series an hour.')).toBeVisible();
    await expect(page.getByText(/how many run|containers? runs? here now/i)).toBeVisible();
  });

  await test.step('what is no limit is said, and nothing is changed', async () => {
    await limit.fill('10');
    await apply.click();
    await expect(page.getByText('Use at least 1,000.')).toBeVisible();
    expect(stack.read('.env')).toContain('\nREMOTE_WRITE_MAX_SERIES=14000\n');
  });

  await test.step('numbers of the plan touch no service, and are said so', async () => {
    await limit.fill('14000');
    await page.getByRole('radio', { name: 'Own numbers' }).check();
    await page.getByLabel('Active series').fill('15,000');
    const plan = page.getByRole('listitem').filter({ hasText: 'Only the files change' });
    await expect(plan).toHaveText('Only the files change; no service is touched.');
    await apply.click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByLabel('Active series')).toHaveValue('15000');
    expect(stack.read('.env')).toContain('\nPLAN_SERIES=15000\n');
  });

  await test.step('the brake is applied, stays, and can be let go', async () => {
    await page.reload();
    await expect(page.getByLabel('Active series')).toHaveValue('15000');
    await limit.fill('1500');
    await apply.click();
    await expect.poll(brake, { timeout: 90_000 }).toBe('1500');
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 90_000 });
    await page.getByRole('switch', { name: 'Brake' }).click();
    await apply.click();
    await expect.poll(brake, { timeout: 90_000 }).toBe('1000000');
  });
});
