import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
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

/** Size and theme of the page; it comes back when the page is drawn with them, all colours at their end. */
export async function look(
  page: Page,
  { width, height, colorScheme }: { width: number; height: number; colorScheme: 'light' | 'dark' },
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
  const isDrawn = (scheme: string) =>
    matchMedia(`(prefers-color-scheme: ${scheme})`).matches &&
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))));
  await page.waitForFunction(isDrawn, colorScheme);
}

/**
 * The open page on a desk and a phone, light and dark: axe finds nothing, the keyboard reaches everything, nothing is
 * wider than the screen.
 */
export async function expectGoodLooks(page: Page, name: string, index: number): Promise<void> {
  for (const [turn, view] of (picturesDir ? views : views.slice(0, 2)).entries()) {
    await look(page, view);
    if (picturesDir || turn === index % 2) {
      const { violations } = await new AxeBuilder({ page })
        .options({ resultTypes: ['violations'] })
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
    }
    if (picturesDir || turn !== index % 2) await expectKeyboardWorks(page);
    const hidden = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(hidden, 'px wider than the screen').toBeLessThanOrEqual(0);
    if (!picturesDir) continue;
    const file = `${name.replaceAll(' ', '-')}-${view.width}-${view.colorScheme}.png`;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: path.join(picturesDir, file), fullPage: true });
  }
}
