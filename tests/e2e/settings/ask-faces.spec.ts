import type { Page } from '@playwright/test';
import type { SourceAnswer } from '../../../lib/schemas/source-answer.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { fakeSettings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { sourceAnswers } from '../../support/fixtures/source-answers.ts';
import { envelope } from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('ask-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const ask = (page: Page) => page.getByRole('button', { name: 'Ask AWS' }).click();

interface Face {
  name: string;
  /** Null: it does not come. Left out: nobody asks. */
  answer?: SourceAnswer | null;
  failure?: { status: number; body: object };
  shown: string | RegExp;
  after?: (page: Page) => Promise<unknown>;
}

const faces: Face[] = [
  { name: 'not asked', shown: /^Finds out from AWS/ },
  { name: 'asking', answer: null, shown: /^Asking AWS for each service/ },
  {
    name: 'stopped',
    answer: null,
    shown: 'Stopped',
    after: (page) => page.getByRole('button', { name: 'Stop', exact: true }).click(),
  },
  { name: 'all well', answer: sourceAnswers.well, shown: 'All 4 work: AWS answered in 0.84 s' },
  { name: 'some wrong', answer: sourceAnswers.mixed, shown: '1 of 4 gives no data' },
  { name: 'several accounts', answer: sourceAnswers.accounts, shown: '2 of 4 give no data' },
  { name: 'incomplete', answer: sourceAnswers.incomplete, shown: 'The key works; 1 of 1 is incomplete' },
  { name: 'refused', answer: sourceAnswers.refused, shown: 'AWS gives nothing with this' },
  { name: 'no network', answer: sourceAnswers.unreached, shown: 'AWS could not be asked' },
  {
    name: 'too often',
    failure: { status: 429, body: envelope('too-many-tries', 'That was asked often just now.') },
    shown: 'AWS was not asked',
  },
];

for (const [index, face] of faces.entries()) {
  const { name, answer, failure, shown } = face;
  test(`asking AWS, ${name}: readable by all, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page);
    await page.route(/sources\/ask\?of=settings/, (route) => {
      if (failure) return route.fulfill({ status: failure.status, json: failure.body });
      return answer ? route.fulfill({ json: { aws: answer } }) : undefined;
    });
    await page.route(/sources\/ask\?id=/, (route) => route.fulfill({ json: { asked: 31, answered: 12 } }));
    await page.goto(`${panel.url}/settings/sources`);
    if (answer !== undefined || failure) await ask(page);
    await face.after?.(page);
    await expect(page.getByRole('region', { name: 'Ask AWS' }).getByText(shown)).toBeVisible();
    await expectGoodLooks(page, `ask ${name}`, index);
  });
}
