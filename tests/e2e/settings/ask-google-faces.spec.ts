import type { SourceAnswer } from '../../../lib/schemas/source-answer.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { googleAnswers } from '../../support/fixtures/google-answers.ts';
import { fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('ask-google-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const { sources } = settings;
const gcp = { ...sources.gcp, enabled: true, projectId: 'my-project-123' };
const shown = {
  ...settings,
  sources: { ...sources, gcp: { ...gcp, keyEmail: googleAnswers.well.identity?.who ?? '' } },
};

const ASKED = /sources\/ask\?of=settings/;
const REGION = '[aria-label="Ask Google Cloud"]';

/** Null: it does not come. Left out: nobody asks. */
const faces: [name: string, answer?: SourceAnswer | null][] = [
  ['not asked'],
  ...Object.entries(googleAnswers),
  ['asking', null],
];

const wordsOf = (answer?: SourceAnswer | null) => {
  if (answer === undefined) return /^Finds out from Google Cloud/;
  if (answer === null) return /^Asking Google Cloud/;
  return /^(?:Google Cloud (?:gives|could)|All 3 work|2 of 4 give)/;
};

test('asking Google Cloud: each answer is readable by all, light and dark, desk and phone', async ({
  page,
}) => {
  let next: SourceAnswer | null | undefined;
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.delivering });
  await fakeSettings(page, { settings: shown });
  await page.route(ASKED, (route) => (next ? route.fulfill({ json: { gcp: next } }) : undefined));
  await page.goto(`${panel.url}/settings/sources`);
  const region = page.getByRole('region', { name: 'Ask Google Cloud' });
  for (const [index, [name, answer]] of faces.entries()) {
    await test.step(name, async () => {
      next = answer;
      const answered = answer && page.waitForResponse(ASKED);
      if (answer !== undefined) await region.getByRole('button', { name: /^Ask Google Cloud/ }).click();
      await answered;
      await expect(region.getByText(wordsOf(answer))).toBeVisible();
      await expectGoodLooks(page, `ask Google ${name}`, index, index === 0 ? undefined : REGION);
    });
  }
});
