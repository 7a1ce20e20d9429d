import { FakeGrafana, TOKEN } from '../../support/fakes/fake-grafana.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

/** The whole way through a browser: a panel that is built, and a fake Grafana that keeps the contract of its API. */
let panel: Panel;
let grafana: FakeGrafana;
test.beforeAll(async () => {
  grafana = await FakeGrafana.start();
  panel = await startBarePanel('grafana-journey');
  await panel.claim();
});
test.afterAll(async () => {
  await panel?.stop();
  await grafana?.stop();
});

test('dashboards and rules go to Grafana, are left alone where changed there, and come back', async ({
  page,
}) => {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const looks = (name: string, index: number) => expectGoodLooks(page, `grafana journey ${name}`, index);
  await signIn(page, panel);

  await test.step('a token without a permission is told which one', async () => {
    grafana.permissions.delete('dashboards:create');
    await page.goto(`${panel.url}/settings/grafana`);
    await page.getByLabel('Address of Grafana').fill(grafana.origin);
    await page.getByLabel('Token of a service account').fill(TOKEN);
    await press('Save');
    await expect(
      page.getByText(/^To be put there: 1 folder, 5 dashboards and 5 groups of alert rules\./),
    ).toBeVisible();
    await press('Put them into Grafana');
    await expect(page.getByText(/dashboards:create/).first()).toBeVisible();
    await expect(page.getByText(/^Done, and it stays: Weir\.$/)).toBeVisible();
    await looks('refused', 0);
  });

  await test.step('with it they are put there, and a second time there is nothing to do', async () => {
    grafana.permissions.add('dashboards:create');
    await press('Update');
    await expect(page.getByText('Everything is in Grafana')).toBeVisible();
    expect(grafana.dashboards.size).toBe(5);
    await page.reload();
    await expect(page.getByText('Nothing to do: Grafana has all that Weir puts there.')).toBeVisible();
    await expect(page.getByText(TOKEN)).toHaveCount(0);
    await looks('put', 1);
  });

  await test.step('what somebody changed there is asked about', async () => {
    grafana.edit('weir-pi', (json) => Object.assign(json, { title: 'My Pi' }));
    await page.reload();
    await expect(page.getByText('Nothing to do, unless you tick what is to be overwritten.')).toBeVisible();
    await press('Remove from Grafana');
    await expect(page.getByText('Also 1 thing that was changed in Grafana')).toBeVisible();
    await press('Remove them');
    await expect(page.getByText('Removed, except what was left alone')).toBeVisible();
    expect([...grafana.dashboards.keys()]).toEqual(['weir-pi']);
    await looks('left alone', 2);
  });
});
