import type { Page } from '@playwright/test';
import type { BackupView } from '@/lib/schemas/backup/backup';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { backups } from '../../support/fixtures/backup/backup-views.ts';
import { intervalPlan } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('backup-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const { opened } = backups;
const made = {
  recoveryKey: 'AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SW7K2Q',
  recipient: 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73eqx7k2pq',
  name: 'x7k2pq',
};
const step = (id: string, label: string, state: string, detail: string | null = null) => ({
  ...{ id, label, state, detail, progress: null, startedAtMs: null, finishedAtMs: null },
});
const running = {
  ...{ id: 'a', kind: 'backup', title: 'Make a backup', service: null, state: 'running', outcome: null },
  ...{ startedAtMs: Date.now(), finishedAtMs: null, error: null },
  steps: [
    step('read', 'Read every setting', 'done', '17 files.'),
    step('write', 'Lock it and write it into the folder', 'running'),
    step('compare', 'Open what was written, and compare each file', 'waiting'),
    step('keep', 'Remove what is too old', 'waiting'),
  ],
};

interface Face {
  name: string;
  view: BackupView;
  act?: (page: Page) => Promise<unknown>;
  says: string | RegExp;
}
const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click();
async function toOpened(page: Page): Promise<void> {
  const file = { name: 'weir-backup.age', mimeType: 'application/octet-stream', buffer: Buffer.from('age') };
  await page.getByLabel('Backup', { exact: true }).setInputFiles(file);
  await page.locator('input[type=password]').fill(made.recoveryKey);
  await press('Open it')(page);
}

const faces: Face[] = [
  { name: 'off', view: backups.none, says: 'No recovery key yet' },
  {
    name: 'key shown once',
    view: { ...backups.none, waitingName: made.name },
    act: press('Make a recovery key'),
    says: made.recoveryKey,
  },
  { name: 'on', view: backups.on, says: /needs the earlier key/ },
  { name: 'running', view: backups.on, act: press('Make one now'), says: 'Read every setting' },
  { name: 'failed', view: backups.failed, says: /Its disk is full/ },
  { name: 'folder gone', view: backups.gone, says: 'The folder is not there.' },
  { name: 'folder unreadable', view: backups.unreadable, says: 'The panel cannot read the folder.' },
  { name: 'downloaded', view: backups.leftOut, says: 'config/vmagent/old.yml' },
  { name: 'opened', view: backups.on, act: toOpened, says: 'The backup is open, and whole.' },
  {
    name: 'restore shown',
    view: backups.on,
    act: async (page) => {
      await toOpened(page);
      await press('See what would change')(page);
    },
    says: 'Restore this backup',
  },
];

async function openPage(page: Page, view: BackupView): Promise<void> {
  await fakeLive(page, { snapshot: snapshots.delivering });
  const answers: [string, object][] = [
    ['**/api/backup', view],
    ['**/api/backup/key', made],
    ['**/api/tasks/a', running],
    ['**/api/backup/restore', { id: opened.id, bytes: 34_816, opensBy: 'key', keyName: 'x7k2pq' }],
    ['**/api/backup/restore/*/open', opened],
    ['**/api/backup/restore/*/preview*', intervalPlan],
  ];
  for (const [url, json] of answers) await page.route(url, (route) => route.fulfill({ json }));
  await page.route('**/api/backup', (route) =>
    route.fulfill({ json: route.request().method() === 'POST' ? { taskId: 'a' } : view }),
  );
  await signIn(page, panel);
  await page.goto(`${panel.url}/settings/backup`);
  await expect(page.getByRole('heading', { name: 'Recovery key' })).toBeVisible();
}

for (const [index, { name, view, act, says }] of faces.entries()) {
  test(`Backup, ${name}: readable by all, nothing cut off, light and dark, desk and phone`, async ({
    page,
  }) => {
    await openPage(page, view);
    await act?.(page);
    await expect(page.getByText(says).first()).toBeVisible();
    await expectGoodLooks(page, `backup ${name}`, index);
  });
}

test('a backup that is no longer kept is told on the page, and nothing is saved', async ({ page }) => {
  await openPage(page, backups.ready);
  const error = { code: 'not-found', message: 'This backup is no longer kept here.', requestId: 'a' };
  await page.route('**/api/backup/download/*', (route) => route.fulfill({ status: 404, json: { error } }));
  let saved = 0;
  page.on('download', () => {
    saved += 1;
  });
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  await expect(page.getByText('Nothing was downloaded.')).toBeVisible();
  await expectGoodLooks(page, 'backup no longer kept', 0);
  expect(saved).toBe(0);
});

test('the end of a restore is there after the page is loaded again', async ({ page }) => {
  await openPage(page, backups.on);
  const restored = { ...running, id: 'b', kind: 'apply', title: 'Restored from the backup of 30 Nov, 22:04' };
  let task: object = restored;
  await page.route('**/api/backup/restore/*', (route) => route.fulfill({ json: { taskId: 'b' } }));
  await page.route('**/api/tasks/b', (route) => route.fulfill({ json: task }));
  await toOpened(page);
  await press('See what would change')(page);
  await press('Restore this backup')(page);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText(restored.title)).toBeVisible();
  task = {
    ...restored,
    state: 'succeeded',
    finishedAtMs: Date.now(),
    outcome: 'The services run the change.',
  };
  await page.reload();
  await expect(page.getByText('The services run the change.')).toBeVisible();
  await page.getByRole('link', { name: 'Labels', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Labels', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Backup', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Recovery key' })).toBeVisible();
  await expect(page.getByText('The services run the change.')).toBeHidden();
});
