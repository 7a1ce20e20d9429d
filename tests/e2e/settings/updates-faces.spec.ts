import type { Page } from '@playwright/test';
import type { Task } from '@/lib/schemas/task';
import type { UpdatesView } from '@/lib/schemas/updates/updates';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { failedUpdate, updatesViews, watchedUpdate } from '../../support/fixtures/updates/updates-views.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('updates-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  view?: UpdatesView;
  task?: Task;
  /** What is answered of it; unless told, the same. */
  ended?: Task;
  act?: (page: Page) => Promise<unknown>;
  says: string | RegExp;
}

const faces: Face[] = [
  { name: 'nothing newer', says: 'Nothing newer is known to this version of Weir.' },
  { name: 'one offered', view: updatesViews.offered, says: 'out for 12 days' },
  { name: 'mixed', view: updatesViews.mixed, says: 'Known to be bad' },
  { name: 'without a list', view: updatesViews.unlisted, says: 'The list of versions cannot be read.' },
  { name: 'beyond the list', view: updatesViews.outside, says: /this release of Weir has not tried/ },
  {
    name: 'going back',
    view: updatesViews.onTrial,
    task: { ...watchedUpdate, isPutBack: true },
    says: 'Going back to v1.149.0',
  },
  {
    name: 'asked',
    view: updatesViews.offered,
    act: (page) => page.getByRole('button', { name: 'Update to v1.154.1' }).click(),
    says: 'Bring vmagent to v1.154.1?',
  },
  { name: 'watched', task: watchedUpdate, says: 'Put back now' },
  { name: 'put back', task: watchedUpdate, ended: failedUpdate, says: /33 % fewer series/ },
  {
    name: 'typed wrong',
    act: async (page) => {
      await page.locator('summary', { hasText: 'Another version' }).first().click();
      await page.getByRole('textbox', { name: 'Tag or digest of vmagent' }).fill('two words');
      await page.getByRole('button', { name: 'Try this version' }).first().click();
    },
    says: /^Enter a tag such as/,
  },
];

for (const [index, { name, view = updatesViews.nothing, task, ended = task, act, says }] of faces.entries()) {
  test(`Updates, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await fakeLive(page, { snapshot: snapshots.delivering, ...(task && { task }) });
    await page.route('**/api/updates', (route) => route.fulfill({ json: view }));
    if (task) await page.route('**/api/tasks/*', (route) => route.fulfill({ json: ended }));
    await signIn(page, panel);
    await page.goto(`${panel.url}/settings/updates`);
    await expect(page.getByRole('heading', { level: 1, name: 'Updates' })).toBeVisible();
    await act?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, `updates ${name}`, index);
  });
}
