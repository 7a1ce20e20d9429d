import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { expectKeyboardWorks } from './keyboard.ts';

/** Where to keep the pictures; none are taken without it. */
const picturesDir = process.env.WEIR_FACES_DIR;

/** All four where pictures are taken; else the first two, axe on one and the keyboard on the other: they take long. */
const views = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
] as const;

/** Size and theme of the page; it comes back when the page is drawn with them. */
export async function look(
  page: Page,
  { width, height, colorScheme }: { width: number; height: number; colorScheme: 'light' | 'dark' },
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(
    (scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches,
    colorScheme,
  );
  await untilStill(page);
}

/** All colours at their end. */
async function untilStill(page: Page): Promise<void> {
  const isStill = async () => {
    // A colour that is inherited follows a frame later, at each level.
    for (let calm = 0; calm < 3; calm += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // What ended in a closed part of the page stays listed until that is opened.
      const moving = document.getAnimations().filter(({ playState }) => playState === 'running');
      if (moving.some((one) => one instanceof CSSTransition)) calm = 0;
    }
    return true;
  };
  await page.waitForFunction(isStill);
}

async function expectNothingOfAxe(page: Page, part?: string): Promise<void> {
  // No page has frames, and what is there for them takes twice the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (part) axe.include(part);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
}

export async function expectNoWider(page: Page): Promise<void> {
  const hidden = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(hidden, 'px wider than the screen').toBeLessThanOrEqual(0);
}

/** The open page as it stands, in the midst of a journey: axe finds nothing, nothing is wider than the screen. */
export async function expectReadable(page: Page): Promise<void> {
  // What is worked out anew is pale meanwhile.
  await expect(page.locator('.transition-opacity[aria-busy="true"]')).toHaveCount(0);
  await untilStill(page);
  await expectNothingOfAxe(page);
  await expectNoWider(page);
}

/** A picture of a part of the page, where pictures are taken. */
export async function takePicture(part: Locator, name: string): Promise<void> {
  if (picturesDir)
    await part.screenshot({ path: path.join(picturesDir, `${name.replaceAll(' ', '-')}.png`) });
}

/**
 * The open page on a desk and a phone, light and dark: axe finds nothing, the keyboard reaches everything, nothing is
 * wider than the screen.
 * @param index of the face among those of its file
 * @param part the selector of the one part that tells this face from others: axe and the keyboard keep to it
 */
export async function expectGoodLooks(page: Page, name: string, index: number, part?: string): Promise<void> {
  for (const [turn, view] of (picturesDir ? views : views.slice(0, 2)).entries()) {
    await look(page, view);
    if (picturesDir || turn === index % 2) {
      await expectNothingOfAxe(page, part);
    }
    if (picturesDir || turn !== index % 2) await expectKeyboardWorks(page, part);
    await expectNoWider(page);
    if (!picturesDir) continue;
    const file = `${name.replaceAll(' ', '-')}-${view.width}-${view.colorScheme}.png`;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: path.join(picturesDir, file), fullPage: true });
  }
}
