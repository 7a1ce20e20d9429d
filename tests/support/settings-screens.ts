import { expect, type Locator, type Page } from '@playwright/test';
import { signIn } from './browser.ts';
import type { Panel } from './panel.ts';

/** The forms of the settings as a person uses them. */
export class SettingsScreens {
  readonly page: Page;
  readonly panel: Panel;

  constructor(page: Page, panel: Panel) {
    this.page = page;
    this.panel = panel;
  }

  /** Opens a form, signed in. */
  async open(route: string): Promise<void> {
    await signIn(this.page, this.panel);
    await this.page.goto(`${this.panel.url}/settings/${route}`);
    await expect(this.outcome).toBeVisible();
  }

  /** What will happen, is happening or happened. */
  get outcome(): Locator {
    return this.page.getByRole('region', { name: /^What (will happen|is happening|happened)$/ });
  }

  get applyButton(): Locator {
    return this.page.getByRole('button', { name: 'Apply' });
  }

  /** Waits for the plan, says that it has the words, and applies it. */
  async apply(words: RegExp): Promise<void> {
    await expect(this.outcome.getByText(words).first()).toBeVisible();
    await this.applyButton.click();
  }

  async isVerified(): Promise<void> {
    await expect(this.outcome).toHaveAccessibleName('What happened');
    await expect(this.page.getByRole('button', { name: 'Undo' })).toBeVisible();
  }

  /** The fields of one scrape job, by what it reads. */
  job(name: string): { interval: Locator; timeout: Locator } {
    const group = this.page.getByRole('group', { name: new RegExp(`^${name}`) });
    return { interval: group.getByLabel('Interval'), timeout: group.getByLabel('Timeout') };
  }

  get conflict(): Locator {
    return this.page.getByRole('dialog', { name: 'The files were changed in between' });
  }
}
