import path from 'node:path';
import type { Page } from '@playwright/test';
import { sourceIds } from '../../../lib/pipeline/components.ts';
import { cloudLaunches } from '../../support/fixtures/clouds/tasks.ts';
import {
  answered,
  blindTask,
  buildingTask,
  type FakeWizard,
  failedTask,
  fakeWizard,
  firstVisit,
  partialTask,
  preview,
  probeResult,
  runningTask,
  succeededTask,
  supplies,
} from '../../support/fixtures/wizard-fixtures.ts';
import { startBarePanel } from '../../support/panel/bare-panel.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { expectNoWider, expectReadable, look } from '../../support/panel/faces.ts';
import type { Panel } from '../../support/panel/panel.ts';

/** Where to keep the pictures; none are taken without it. */
const picturesDir = process.env.WEIR_FACES_DIR;
const problem = {
  message: 'Port 8429 is in use.',
  hint: 'Stop what listens there, or set VMAGENT_PORT in compose/.env.',
  step: 'destination' as const,
};

let panel: Panel;
let unclaimed: Panel;
test.beforeAll(async () => {
  [panel, unclaimed] = await Promise.all([startBarePanel('faces'), startBarePanel('faces-new')]);
  await panel.claim();
});
test.afterAll(async () => {
  await Promise.all([panel?.stop(), unclaimed?.stop()]);
});

interface Face {
  name: string;
  heading: string;
  show: (page: Page) => Promise<unknown>;
}

function step(name: string, heading: string, url: string, prepare?: (fake: FakeWizard) => void): Face {
  const show = async (page: Page) => {
    await signIn(page, panel);
    const fake = await fakeWizard(page, answered);
    prepare?.(fake);
    await page.goto(`${panel.url}/setup?${url}`);
  };
  return { name, heading, show };
}

const launched = (fake: FakeWizard, task: FakeWizard['task'], isComplete = false) => {
  fake.task = task;
  fake.state = { ...answered, isComplete };
};

const faces: Face[] = [
  {
    name: 'welcome',
    heading: 'Is this Pi yours?',
    show: async (page) => {
      await page.goto(`${unclaimed.url}/setup`);
      await page.getByLabel('Choose a password').fill('plain words');
    },
  },
  { name: 'login', heading: 'Sign in to Weir', show: (page) => page.goto(`${panel.url}/login`) },
  step('destination', 'Where should your data go?', 'step=destination', (fake) => {
    fake.state = firstVisit;
  }),
  {
    name: 'backup',
    heading: 'Restore a backup',
    show: async (page) => {
      await signIn(page, panel);
      const fake = await fakeWizard(page, answered);
      fake.state = firstVisit;
      await page.goto(`${panel.url}/setup?step=destination`);
      await page.getByRole('button', { name: 'I have a backup' }).click();
    },
  },
  step('grafana-cloud', 'Where should your data go?', 'step=destination'),
  step('grafana-cloud-refused', 'Where should your data go?', 'step=destination', (fake) => {
    fake.probe = probeResult('wrong-token');
  }),
  step('sources', 'What should be measured?', 'step=sources', (fake) => {
    fake.state = { ...answered, step: 'sources', sources: null };
  }),
  step('clouds', 'What should be measured?', 'step=sources', (fake) => {
    fake.check = {
      aws: {
        ok: false,
        message: 'An access key ID has 20 characters; this one has 19.',
        field: 'accessKeyId',
      },
      gcp: null,
    };
  }),
  step('sources-unknown', 'What should be measured?', 'step=sources', (fake) => {
    fake.state = { ...answered, step: 'sources', sources: null };
    fake.images = { sources: sourceIds.map((source) => ({ source, ...supplies.unknown })) };
  }),
  step('sources-not-told', 'What should be measured?', 'step=sources', (fake) => {
    fake.state = { ...answered, step: 'sources', sources: null };
    fake.failures.set('/api/wizard/images', 'cut');
  }),
  step('name', 'What is this Pi called?', 'step=name'),
  step('review', 'Ready to start?', 'step=review'),
  step('review-problem', 'Ready to start?', 'step=review', (fake) => {
    fake.preview = { ...preview, problems: [problem] };
  }),
  step('review-without', 'Ready to start?', 'step=review', (fake) => {
    fake.state = { ...answered, isComplete: true, hasDelivered: true };
    fake.preview = {
      ...preview,
      words: [
        ...preview.words,
        'The address begins with http://, so the password travels unencrypted.',
        'AWS charges about 0.09 US dollars a month per metric of a resource.',
      ],
      question: { waitingBytes: 182_000_000, choices: ['deliver', 'keep', 'drop'] },
      services: preview.services.map((service, index) => ({
        ...service,
        supply: [supplies.here, supplies.build, supplies.none][index] ?? supplies.here,
      })),
      leftOut: [{ source: 'Containers', message: supplies.none.words, hint: problem.hint }],
    };
  }),
  step('launch-building', 'Starting…', 'step=launch&task=job-1', (fake) => launched(fake, buildingTask)),
  step('launch-without', 'Your data is arriving, without Containers', 'step=launch&task=job-1', (fake) =>
    launched(fake, partialTask, true),
  ),
  step('launch-blind', 'Your data is arriving, without AWS', 'step=launch&task=job-1', (fake) =>
    launched(fake, blindTask, true),
  ),
  step('launch-given', 'Your data is arriving', 'step=launch&task=job-1', (fake) =>
    launched(fake, cloudLaunches.given, true),
  ),
  step('launch-incomplete', 'Your data is arriving, but not all of AWS', 'step=launch&task=job-1', (fake) =>
    launched(fake, cloudLaunches.incomplete, true),
  ),
  step('launch', 'Starting…', 'step=launch&task=job-1', (fake) => launched(fake, runningTask)),
  step('launch-failed', 'It did not start', 'step=launch&task=job-1', (fake) => launched(fake, failedTask)),
  step('launch-done', 'Your data is arriving', 'step=launch&task=job-1', (fake) =>
    launched(fake, succeededTask, true),
  ),
  step('launch-gone', 'No launch is running', 'step=launch&task=old', (fake) => {
    launched(fake, null, true);
    fake.state.hasDelivered = true;
  }),
];

/** Each width and theme; the accessibility rules run once for each width and for each theme. */
const looks = [
  { width: 390, colorScheme: 'light', isScanned: true },
  { width: 390, colorScheme: 'dark', isScanned: false },
  { width: 1280, colorScheme: 'dark', isScanned: true },
  { width: 1280, colorScheme: 'light', isScanned: false },
] as const;

async function check(page: Page, name: string, { width, colorScheme, isScanned }: (typeof looks)[number]) {
  await look(page, { width, height: 844, colorScheme });
  if (picturesDir) {
    const file = path.join(picturesDir, `${name}-${width}-${colorScheme}.png`);
    await page.screenshot({ path: file, fullPage: true });
  }
  if (width < 500) expect(await smallTargets(page)).toEqual([]);
  await (isScanned ? expectReadable(page) : expectNoWider(page));
}

/** What can be pressed and is lower than 44 px; a label enlarges its own box. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, summary, select, input')]
      .filter((element) => element.tabIndex >= 0 && element.getClientRects().length > 0)
      .filter((element) => !element.closest('p'))
      .map((element) => element.closest('label') ?? element)
      .filter((element) => element.getBoundingClientRect().height < 43.5)
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

for (const face of faces) {
  test(`${face.name} is readable and usable on a phone and a desk, light and dark`, async ({ page }) => {
    await face.show(page);
    await expect(page.getByRole('heading', { level: 1, name: face.heading })).toBeVisible();
    await expect(page.getByText(/^(Checking…|Sending one empty request)/)).toHaveCount(0);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = true;
    });
    for (const one of looks) await check(page, face.name, one);
  });
}
