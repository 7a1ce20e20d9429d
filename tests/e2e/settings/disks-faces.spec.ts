import type { Disks } from '../../../lib/schemas/machine/disks.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { disks } from '../../support/fixtures/machine/disks-fixtures.ts';
import { fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, loadUntilLive, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('disks-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const faces: { name: string; json: Disks; text: string | RegExp; choose?: string }[] = [
  { name: 'disks', json: disks.offered, text: 'sudo compose/move /mnt/usb', choose: '/mnt/usb' },
  { name: 'disks moved', json: disks.moved, text: '/mnt/usb/weir-data/vmagent-data' },
  { name: 'disks untold', json: disks.untold, text: /^Which disks are mounted is known/ },
];

for (const [index, { name, json, text, choose }] of faces.entries()) {
  test(`${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, { settings });
    await page.route('**/api/disks', (route) => route.fulfill({ json }));
    await loadUntilLive(page, () => page.goto(`${panel.url}/settings/buffer`));
    if (choose) await page.getByRole('radio', { name: choose }).click();
    await expect(page.getByText(text)).toBeVisible();
    await expectGoodLooks(page, name, index);
  });
}
