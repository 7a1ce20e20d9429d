import { expect, signIn, test } from '../../support/panel/browser.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

test('the buffer’s size and the retention are those of the running programs, and stay', async ({
  page,
  panel,
  stack,
}) => {
  /** What a program says that it was started with. */
  const flag = async (port: number, name: string) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return new RegExp(`^flag\\{name="${name}", value="([^"]*)"`, 'm').exec(text)?.[1];
  };
  const bufferFlag = () => flag(stack.ports.VMAGENT_PORT, 'remoteWrite.maxDiskUsagePerURL');
  const retentionFlag = () => flag(stack.ports.VICTORIA_METRICS_PORT, 'retentionPeriod');

  await panel.claim();
  await launchPipeline(panel);
  expect(await bufferFlag()).toBe('1GiB');
  await signIn(page, panel);
  await page.goto(`${panel.url}/settings/buffer`);
  const size = page.getByLabel('Buffer', { exact: true });
  const days = page.getByLabel('Kept on this Pi');
  await expect(size).toHaveValue('1024');
  await expect(days).toHaveValue('14');

  await test.step('what vmagent would not take is said, and nothing is changed', async () => {
    await size.fill('100');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByText('vmagent’s smallest buffer is 512 MiB.')).toBeVisible();
    expect(stack.read('.env')).not.toContain('100MiB');
  });

  await test.step('both are applied together, with the reason', async () => {
    await size.fill('600');
    await days.fill('30');
    await page.getByLabel('Why').fill('A longer outage is planned');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByText(/^Applied/).first()).toBeVisible({ timeout: 90_000 });
    expect(await bufferFlag()).toBe('600MiB');
    expect(await retentionFlag()).toBe('30d');
  });

  await test.step('they are there after a reload, and in the revisions', async () => {
    await page.reload();
    await expect(size).toHaveValue('600');
    await expect(days).toHaveValue('30');
    await page.goto(`${panel.url}/revisions`);
    await expect(page.getByText('A longer outage is planned')).toBeVisible();
  });
});
