import { expect, type Page } from '@playwright/test';

const MOST_STEPS = 200;

interface Step {
  /** How the element is named in a message; null: the end of the page. */
  name: string | null;
  hasMark: boolean;
  isCovered: boolean;
}

/** Goes through the open page by Tab alone: all that can be used is reached, is marked, and lies under no bar. */
export async function expectKeyboardWorks(page: Page): Promise<void> {
  await page.evaluate(begin);
  const wrong: string[] = [];
  for (let count = 0; count < MOST_STEPS; count += 1) {
    await page.keyboard.press('Tab');
    const { name, hasMark, isCovered } = await page.evaluate(look);
    if (name === null) break;
    if (!hasMark) wrong.push(`${name} has the focus, and nothing shows it`);
    if (isCovered) wrong.push(`${name} has the focus, and something lies above it`);
  }
  const missed = await page.evaluate(notReached);
  expect([...wrong, ...missed.map((name) => `${name} cannot be reached by Tab`)]).toEqual([]);
}

/** Names what can be used now, and puts the focus before the first of it. */
function begin(): void {
  const top = document.querySelector('dialog[open]') ?? document.body;
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  for (const element of top.querySelectorAll<HTMLElement>(usable)) {
    const isOut = element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]') !== null;
    if (isOut || !element.checkVisibility({ visibilityProperty: true })) continue;
    const words = element.getAttribute('aria-label') || element.textContent || element.getAttribute('name');
    element.dataset.tabStop = `<${element.localName}> “${words?.trim().slice(0, 40)}”`;
    delete element.dataset.tabReached;
  }
  window.scrollTo(0, 0);
  const start = document.createElement('span');
  start.tabIndex = -1;
  top.prepend(start);
  start.focus();
  start.remove();
}

function look(): Step {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body)
    return { name: null, hasMark: true, isCovered: false };
  element.dataset.tabReached = '';
  // What stands for it may have the mark: the track of a switch, the frame of a field.
  const near = [element, element.parentElement, ...(element.parentElement?.children ?? [])];
  const isMarked = near.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one ?? element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  });
  // The parts of a time, and its button, have marks of the browser.
  const hasMark = isMarked || (element instanceof HTMLInputElement && element.type === 'time');
  const { left, top, width, height } = element.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
  const scope = element.closest('label') ?? element;
  const isCovered = above === null || !(scope.contains(above) || above.contains(element));
  return { name: element.dataset.tabStop ?? `<${element.localName}>`, hasMark, isCovered };
}

function notReached(): string[] {
  const left = document.querySelectorAll<HTMLElement>('[data-tab-stop]:not([data-tab-reached])');
  return [...left].flatMap((element) => {
    // One of a group of radio buttons is reached; the arrow keys do the rest.
    const group = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
    const isInGroup = group && document.querySelector(`input[name="${CSS.escape(group)}"][data-tab-reached]`);
    return isInGroup || !element.checkVisibility() ? [] : (element.dataset.tabStop ?? []);
  });
}
