import type { Page, Route } from '@playwright/test';
import type { NotifyView, SendResult } from '@/lib/schemas/notify';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { allTold, nobodyTold } from '../../support/fixtures/notify-views.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('notifications-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const refused: SendResult = {
  wasSent: false,
  status: 401,
  message: 'ntfy.sh refuses it (status 401).',
  hint: 'Check the topic and the access token and what it may do.',
  durationMs: 211,
};
const failure = (code: string, message: string) => ({ status: 500, json: envelope(code, message) });

interface Face {
  name: string;
  view?: NotifyView;
  test?: SendResult;
  isBroken?: boolean;
  /** What the reader has done. */
  after?: (page: Page) => Promise<unknown>;
}
const add = (kind: string) => (page: Page) => page.getByRole('button', { name: `Add ${kind}` }).click();
const inDialog = (page: Page) => page.getByRole('dialog');

const faces: Face[] = [
  { name: 'notifications nobody' },
  { name: 'notifications all', view: allTold },
  { name: 'notifications ntfy', after: add('ntfy') },
  {
    name: 'notifications webhook',
    view: allTold,
    after: (page) => page.getByRole('button', { name: 'Edit House chat' }).click(),
  },
  {
    name: 'notifications email nonsense',
    after: async (page) => {
      await add('E-mail')(page);
      await inDialog(page).getByLabel('To').fill('me@example.org, pond');
      await inDialog(page).getByRole('button', { name: 'Save' }).click();
      await expect(inDialog(page).getByText(/“pond”/)).toBeVisible();
      // The press that ended the typing counts: every field says what is missing.
      await expect(inDialog(page).getByText(/Enter a host name/)).toBeVisible();
    },
  },
  {
    name: 'notifications test refused',
    view: allTold,
    test: refused,
    after: async (page) => {
      await page.getByRole('button', { name: 'Edit My phone' }).click();
      await inDialog(page).getByRole('button', { name: 'Send a test' }).click();
      await expect(inDialog(page).getByText('The test was not sent')).toBeInViewport();
    },
  },
  {
    name: 'notifications remove',
    view: allTold,
    after: (page) => page.getByRole('button', { name: 'Remove Mail to both of us' }).click(),
  },
  {
    name: 'notifications rules nonsense',
    after: async (page) => {
      await page.getByLabel('Told once it has lasted').fill('soon');
      await page.getByRole('button', { name: 'Save' }).first().click();
      await expect(page.getByText('Enter a number of minutes.')).toBeVisible();
    },
  },
  {
    name: 'notifications changed in between',
    after: async (page) => {
      const answer = {
        status: 409,
        json: envelope('revision-conflict', 'It was changed in another browser in between.'),
      };
      await page.route('**/api/notify/rules', (route) => route.fulfill(answer));
      await page.getByLabel('Told once it has lasted').fill('9');
      await page.getByRole('button', { name: 'Save' }).first().click();
      await expect(page.getByRole('button', { name: 'Take theirs' })).toBeVisible();
    },
  },
  { name: 'notifications unreadable', isBroken: true },
];

async function fakeNotify(page: Page, { view = nobodyTold, test: result, isBroken }: Face): Promise<void> {
  await page.route('**/api/notify', (route: Route) =>
    route.fulfill(isBroken ? failure('internal', 'The panel’s own file is damaged.') : { json: view }),
  );
  await page.route('**/api/notify/test', (route) => route.fulfill({ json: result ?? refused }));
}

for (const [index, face] of faces.entries()) {
  test(`the face of ${face.name}`, async ({ page }) => {
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeNotify(page, face);
    await signIn(page, panel);
    await page.goto(`${panel.url}/settings/notifications`);
    await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
    if (face.isBroken) await expect(page.getByText('The notifications could not be read.')).toBeVisible();
    else await expect(page.getByRole('heading', { name: 'Dead-man’s switch' })).toBeVisible();
    await face.after?.(page);
    await expectGoodLooks(page, face.name, index);
  });
}

test('the keyboard alone adds a webhook: the focus stays in the form and comes back', async ({ page }) => {
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeNotify(page, faces[0] as Face);
  await signIn(page, panel);
  await page.goto(`${panel.url}/settings/notifications`);
  await page.getByRole('button', { name: 'Add Webhook' }).focus();
  await page.keyboard.press('Enter');
  await expect(inDialog(page)).toBeVisible();
  expect(await inDialog(page).evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(inDialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add Webhook' })).toBeFocused();
});

test('a finding that is acknowledged says so, on a desk and a phone', async ({ page }) => {
  const losing = snapshots.losing;
  const findingId = losing.verdict.findings[0]?.id ?? '';
  let acknowledged: object[] = [];
  await fakeLive(page, { snapshot: losing });
  await page.route('**/api/notify/acknowledgements', (route) => {
    if (route.request().method() === 'PUT') acknowledged = [{ findingId, atMs: Date.UTC(2026, 10, 22, 12) }];
    return route.fulfill({ json: { isTelling: true, acknowledged } });
  });
  await signIn(page, panel);
  await page.goto(panel.url);
  const findings = page.getByRole('region', { name: 'Findings' });
  await findings
    .locator('summary')
    .filter({ hasText: losing.verdict.findings[0]?.title ?? '' })
    .click();
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText(/^Acknowledged .*: no reminders until it is gone\.$/)).toBeVisible();
  await expectGoodLooks(page, 'finding acknowledged', 0);
});
