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

const ASKED = /sources\/ask\?of=settings/;
const REGION = '[aria-label="Ask AWS"]';

interface Face {
  name: string;
  /** The button that leads there. */
  press?: RegExp;
  /** Null: it does not come. */
  answer?: SourceAnswer | null;
  failure?: { status: number; body: object };
  shown: string | RegExp;
}

const ask = /^Ask AWS/;
const faces: Face[] = [
  { name: 'not asked', shown: /^Finds out from AWS/ },
  { name: 'asking', press: ask, answer: null, shown: /^Asking AWS for each service/ },
  { name: 'stopped', press: /^Stop$/, shown: 'Stopped' },
  { name: 'all well', press: ask, answer: sourceAnswers.well, shown: 'All 4 work: AWS answered in 0.84 s' },
  { name: 'some wrong', press: ask, answer: sourceAnswers.mixed, shown: '1 of 4 gives no data' },
  { name: 'several accounts', press: ask, answer: sourceAnswers.accounts, shown: '2 of 4 give no data' },
  {
    name: 'incomplete',
    press: ask,
    answer: sourceAnswers.incomplete,
    shown: 'The key works; 1 of 1 is incomplete',
  },
  { name: 'refused', press: ask, answer: sourceAnswers.refused, shown: 'AWS gives nothing with this' },
  { name: 'no network', press: ask, answer: sourceAnswers.unreached, shown: 'AWS could not be asked' },
  {
    name: 'too often',
    press: ask,
    failure: { status: 429, body: envelope('too-many-tries', 'That was asked often just now.') },
    shown: 'AWS was not asked',
  },
];

test('asking AWS: each answer is readable by all, light and dark, desk and phone', async ({ page }) => {
  let next: Face | undefined;
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeSettings(page);
  await page.route(ASKED, (route) => {
    if (next?.failure) return route.fulfill({ status: next.failure.status, json: next.failure.body });
    return next?.answer ? route.fulfill({ json: { aws: next.answer } }) : undefined;
  });
  await page.route(/sources\/ask\?id=/, (route) => route.fulfill({ json: { asked: 31, answered: 12 } }));
  await page.goto(`${panel.url}/settings/sources`);
  const region = page.getByRole('region', { name: 'Ask AWS' });
  for (const [index, face] of faces.entries()) {
    await test.step(face.name, async () => {
      next = face;
      const answered = (face.answer || face.failure) && page.waitForResponse(ASKED);
      if (face.press) await region.getByRole('button', { name: face.press }).click();
      await answered;
      await expect(region.getByText(face.shown)).toBeVisible();
      await expectGoodLooks(page, `ask ${face.name}`, index, index === 0 ? undefined : REGION);
    });
  }
});
