import type { Page } from '@playwright/test';
import type { Settings } from '../../../lib/schemas/settings/settings.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { cloudTasks } from '../../support/fixtures/clouds/tasks.ts';
import { type FakeSettings, fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('clouds-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

interface Face {
  name: string;
  given?: Partial<FakeSettings>;
  after: (page: Page) => Promise<unknown>;
}

const { sources } = settings;
/** Google Cloud as somebody has it who reads several projects, and changed how it is asked. */
const manyProjects: Settings = {
  ...settings,
  sources: {
    ...sources,
    gcp: {
      ...sources.gcp,
      enabled: true,
      projectId: 'my-project-123',
      moreProjects: ['a-second-project-with-a-long-name', 'third-project'],
      sumDeltas: true,
      windowSeconds: 120,
      filters: ['pubsub.googleapis.com/subscription:resource.labels.subscription_id="jobs"'],
    },
  },
};

/** Two accounts beside that of the key, which reads nothing itself. */
const manyAccounts: Settings = {
  ...settings,
  sources: {
    ...sources,
    aws: {
      ...sources.aws,
      roles: [
        { arn: 'arn:aws:iam::210987654321:role/weir', externalId: '' },
        { arn: 'arn:aws:iam::333333333333:role/monitoring/a-role-with-a-long-name', externalId: 'weir-1' },
      ],
      ownAccount: false,
    },
  },
};

/** axe takes a list that scrolls for unreachable in a form that is being saved, also where the list takes the focus. */
const googleAlone: Settings = {
  ...settings,
  sources: {
    ...sources,
    aws: { ...sources.aws, enabled: false },
    gcp: { ...sources.gcp, enabled: true, projectId: 'my-project-123' },
  },
};

const save = async (page: Page, title: RegExp, service = 'SQS') => {
  await page.getByRole('checkbox', { name: service, exact: true }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  const outcome = page.getByRole('region', { name: title });
  await expect(outcome).toBeVisible();
};

const openFold = async (page: Page, nth: number) => {
  await page.getByText('Change what is measured').nth(nth).click();
  await expect(page.getByLabel('Period').first()).toBeVisible();
};

const faces: Face[] = [
  { name: 'AWS measured', after: (page) => openFold(page, 0) },
  {
    name: 'AWS measured nonsense',
    after: async (page) => {
      await openFold(page, 0);
      await page.getByLabel('Length').first().fill('60');
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText(/at least the period/).first()).toBeVisible();
    },
  },
  {
    name: 'AWS other service',
    after: async (page) => {
      await page.getByRole('button', { name: 'Another service' }).click();
      await page.getByRole('searchbox', { name: /^Search the services/ }).fill('dyn');
      await page
        .getByRole('button', { name: /DynamoDB/ })
        .first()
        .click();
      await expect(page.getByRole('region', { name: 'DynamoDB' })).toBeVisible();
    },
  },
  {
    name: 'AWS accounts',
    given: { settings: manyAccounts },
    after: async (page) => {
      await page.getByText('Where do I get a key that can only read?').first().click();
      await expect(page.getByLabel('Role 2', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'AWS accounts nonsense',
    given: { settings: manyAccounts },
    after: async (page) => {
      await page.getByRole('button', { name: 'Add an account' }).click();
      await page.getByLabel('Role 3', { exact: true }).fill('arn:aws:iam::444444444444:user/weir');
      await page.getByLabel('External ID of role 3').fill('x');
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText(/^This is the ARN of a user/)).toBeVisible();
    },
  },
  {
    name: 'save waits for clouds',
    given: { settings: googleAlone, task: cloudTasks.waiting },
    after: (page) => save(page, /^What is happening$/, 'Pub/Sub'),
  },
  {
    name: 'save with all given',
    given: { task: cloudTasks.given },
    after: (page) => save(page, /^What happened$/),
  },
  {
    name: 'save with something missing',
    given: { task: cloudTasks.missing },
    after: (page) => save(page, /^What happened$/),
  },
  {
    name: 'Google options',
    given: { settings: manyProjects },
    after: async (page) => {
      await page.getByText('How Google Cloud is asked').click();
      await expect(page.getByLabel('Window')).toBeVisible();
    },
  },
  {
    name: 'Google nonsense',
    given: { settings: manyProjects },
    after: async (page) => {
      await page.getByRole('button', { name: 'Add a project' }).click();
      await page.getByLabel('Project ID 4').fill('My Project');
      await page.getByText('How Google Cloud is asked').click();
      await page.getByLabel('Window').fill('soon');
      await page.getByLabel('Other metrics').fill('storage.googleapis.com');
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText(/^A project ID has small letters/)).toBeVisible();
    },
  },
];

for (const [index, face] of faces.entries()) {
  test(`clouds, ${face.name}: readable by all, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, face.given);
    await page.goto(`${panel.url}/settings/sources`);
    await face.after(page);
    await expectGoodLooks(page, `clouds ${face.name}`, index);
  });
}
