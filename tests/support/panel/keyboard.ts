import { expect, type Page } from '@playwright/test';

const MOST_STEPS = 200;
/** Presses between two looks at what they reached: a look after each takes longer than the presses. */
const AT_ONCE = 10;

interface Step {
  /** How the element is named in a message; null: the end of the page. */
  name: string | null;
  hasMark: boolean;
  isCovered: boolean;
}

/**
 * Goes through the open page by Tab alone: all that can be used is reached, is marked, and lies under no bar.
 * @param part the selector of a part of the page, which alone is gone through
 */
export async function expectKeyboardWorks(page: Page, part?: string): Promise<void> {
  const walk = await page.evaluateHandle(begin, part);
  const steps: Step[] = [];
  const isEnd = ({ name }: Step) => name === null;
  for (let count = 0; count < MOST_STEPS && !steps.some(isEnd); count += AT_ONCE) {
    for (let press = 0; press < AT_ONCE; press += 1) await page.keyboard.press('Tab');
    steps.push(...(await walk.evaluate(({ steps }) => steps.splice(0))));
  }
  const missed = await walk.evaluate(notReached);
  const end = steps.findIndex(isEnd);
  const walked = end === -1 ? steps : steps.slice(0, end);
  const wrong = walked.flatMap(({ name, hasMark, isCovered }) => [
    ...(hasMark ? [] : [`${name} has the focus, and nothing shows it`]),
    ...(isCovered ? [`${name} has the focus, and something lies above it`] : []),
  ]);
  expect([...wrong, ...missed.map((name) => `${name} cannot be reached by Tab`)]).toEqual([]);
}

interface Walk {
  /** What each press reached, as it was when the key came up. */
  steps: Step[];
  end(): void;
}

/** Names what can be used now, puts the focus before the first of it, and looks at what each press reaches. */
function begin(part?: string): Walk {
  const walked = document.querySelector(part ?? 'dialog[open]') ?? document.body;
  for (const element of document.querySelectorAll<HTMLElement>('[data-tab-stop]'))
    delete element.dataset.tabStop;
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  for (const element of walked.querySelectorAll<HTMLElement>(usable)) {
    const isOut = element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]') !== null;
    if (isOut || !element.checkVisibility({ visibilityProperty: true })) continue;
    const words = element.getAttribute('aria-label') || element.textContent || element.getAttribute('name');
    element.dataset.tabStop = `<${element.localName}> “${words?.trim().slice(0, 40)}”`;
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-tab-reached]'))
    delete element.dataset.tabReached;
  window.scrollTo(0, 0);
  const start = document.createElement('span');
  start.tabIndex = -1;
  walked.prepend(start);
  start.focus();
  start.remove();

  const steps: Step[] = [];
  let last: Element | null = null;
  const look = () => {
    const element = document.activeElement;
    // A field for a time has several stops of its own.
    const isAgain = element !== last && element instanceof HTMLElement && 'tabReached' in element.dataset;
    last = element;
    if (
      !(element instanceof HTMLElement) ||
      element === document.body ||
      isAgain ||
      !walked.contains(element)
    ) {
      steps.push({ name: null, hasMark: true, isCovered: false });
      return;
    }
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
    steps.push({ name: element.dataset.tabStop ?? `<${element.localName}>`, hasMark, isCovered });
  };
  window.addEventListener('keyup', look, { capture: true });
  return { steps, end: () => window.removeEventListener('keyup', look, { capture: true }) };
}

function notReached(walk: Walk): string[] {
  walk.end();
  const left = document.querySelectorAll<HTMLElement>('[data-tab-stop]:not([data-tab-reached])');
  return [...left].flatMap((element) => {
    // One of a group of radio buttons is reached; the arrow keys do the rest.
    const group = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
    const isInGroup = group && document.querySelector(`input[name="${CSS.escape(group)}"][data-tab-reached]`);
    return isInGroup || !element.checkVisibility() ? [] : (element.dataset.tabStop ?? []);
  });
}
