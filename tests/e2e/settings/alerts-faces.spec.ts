import type { Page } from '@playwright/test';
import type { AlertRulesView } from '@/lib/schemas/grafana/alert-rules';
import type { GrafanaView } from '@/lib/schemas/grafana/grafana';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { rulesView } from '../../support/fixtures/grafana/alert-rules-views.ts';
import { connected, outOfStep } from '../../support/fixtures/grafana/grafana-views.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('alerts-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  rules?: AlertRulesView;
  grafana?: GrafanaView;
  act?: (page: Page) => Promise<unknown>;
  says: string | RegExp;
}

const changed = rulesView({
  off: ['WeirDrift', 'WeirVmagentRestarts'],
  limits: { 'pi-hot': 75, 'memory-low': 2.5, 'subscription-backlog': 250_000 },
});
const open =
  (...titles: string[]) =>
  async (page: Page) => {
    for (const title of titles) await page.locator('summary', { hasText: title }).click();
  };

const faces: Face[] = [
  { name: 'as they ship', says: '17 rules, as they ship' },
  {
    name: 'open',
    rules: changed,
    act: open('Pi host', 'Google Cloud'),
    says: 'Back to 5 %',
  },
  {
    name: 'changed, and Grafana is behind',
    rules: changed,
    grafana: outOfStep,
    says: 'Look at what would change',
  },
  {
    name: 'with a number that is refused',
    act: async (page) => {
      await open('Pi host')(page);
      await page.getByRole('textbox', { name: 'A Pi is hot: More than' }).fill('900');
      await page.getByRole('button', { name: 'Save' }).click();
    },
    says: 'Enter a whole number from 40 to 100 °C.',
  },
];

for (const [index, { name, rules = rulesView(), grafana = connected, act, says }] of faces.entries()) {
  test(`Alert rules, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await fakeLive(page, { snapshot: snapshots.delivering });
    await page.route('**/api/alert-rules', (route) => route.fulfill({ json: rules }));
    await page.route('**/api/grafana', (route) => route.fulfill({ json: grafana }));
    await signIn(page, panel);
    await page.goto(`${panel.url}/settings/alerts`);
    await expect(page.getByRole('heading', { level: 1, name: 'Alert rules' })).toBeVisible();
    await act?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, `alert rules ${name}`, index);
  });
}
