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

/** Null: it does not come. Left out: nobody asks. */
const faces: [name: string, answer?: SourceAnswer | null][] = [
  ['not asked'],
  ['asking', null],
  ...Object.entries(googleAnswers),
];

for (const [index, [name, answer]] of faces.entries()) {
  test(`asking Google Cloud, ${name}: readable by all, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page, { settings: shown });
    await page.route(/sources\/ask\?of=settings/, (route) =>
      answer ? route.fulfill({ json: { gcp: answer } }) : undefined,
    );
    await page.goto(`${panel.url}/settings/sources`);
    const region = page.getByRole('region', { name: 'Ask Google Cloud' });
    if (answer !== undefined) await region.getByRole('button', { name: 'Ask Google Cloud' }).click();
    const words =
      answer === undefined
        ? /^Finds out from Google Cloud/
        : answer === null
          ? /^Asking Google Cloud/
          : /^(?:Google Cloud (?:gives|could)|All 3 work|2 of 4 give)/;
    await expect(region.getByText(words)).toBeVisible();
    await expectGoodLooks(page, `ask Google ${name}`, index);
  });
}
