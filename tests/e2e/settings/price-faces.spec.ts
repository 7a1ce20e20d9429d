import { prices } from '../../../lib/pipeline/sources/prices.ts';
import type { Counted, Price } from '../../../lib/schemas/price.ts';
import { fakeLive } from '../../support/fakes/fake-live.ts';
import { fakeSettings, settings } from '../../support/fixtures/settings-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectGoodLooks } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

let panel: Panel;
test.beforeAll(async () => {
  panel = await startBarePanel('price-faces');
  await panel.claim();
});
test.afterAll(async () => panel?.stop());

const { aws, gcp } = settings.sources;
const of = (
  service: string,
  place: string,
  resources: number,
  metrics: number,
  statistics: number,
): Counted => ({
  ...{ service, place, resources, metrics, statistics },
  ...{ least: resources * metrics, most: resources * statistics },
});
const found = aws.regions.flatMap((region) => [
  of('lambda', region, 40, 5, 6),
  of('sqs', region, 12, 4, 4),
  of('ecs', region, 7, 2, 4),
  of('api-rest', region, 3, 4, 5),
]);
const series = gcp.services.length > 0 ? [of('run.googleapis.com/request_count', '', 60, 1, 1)] : [];
const rate = { units: 90_000, lists: 4_320, dollars: 27, resources: 62, everySeconds: 300 };
const price = (counted: boolean): Price => ({
  prices,
  sources: {
    aws: {
      ...{ everySeconds: 300, scrapeSeconds: 60, counted: counted ? found : null },
      ...(counted
        ? { day: rate, before: { ...rate, units: 41_000, dollars: 12.3, resources: 30 } }
        : { day: null, before: null }),
    },
    gcp: { everySeconds: 60, scrapeSeconds: 60, counted: counted ? series : null, day: null, before: null },
  },
});

for (const [index, isKnown] of [true, false].entries()) {
  const name = isKnown ? 'known' : 'not known';
  test(`a price that is ${name}: readable by all, light and dark, desk and phone`, async ({ page }) => {
    await signIn(page, panel);
    await fakeLive(page, { snapshot: snapshots.delivering });
    await fakeSettings(page);
    await page.route('**/api/price', (route) => route.fulfill({ json: price(isKnown) }));
    await page.goto(`${panel.url}/settings/sources`);
    const tag = page.getByRole('region', { name: 'Price of AWS' });
    await expect(tag.getByText(isKnown ? /^AWS: about \$/ : 'AWS: not known yet')).toBeVisible();
    await expectGoodLooks(page, `price ${name}`, index);
  });
}

test('a price beside its counter: readable by all, light and dark, desk and phone', async ({ page }) => {
  await signIn(page, panel);
  await fakeLive(page, { snapshot: snapshots.incomplete });
  await page.route('**/api/price', (route) => route.fulfill({ json: price(true) }));
  await page.goto(`${panel.url}/sources/aws`);
  await expect(page.getByText('$27.00 a month')).toBeVisible();
  await expectGoodLooks(page, 'price counted', 1);
});
