const WRONG = '[aria-invalid="true"]';
/** Whoever does something has the focus where it is wanted. */
const SIGNS = ['keydown', 'pointerdown', 'input', 'focusin'] as const;
/** What comes later is not of the press that led here. */
const LIMIT_MS = 2_000;

/** What is drawn only while it is open has no field yet, so the fold itself is marked. */
function openWrong(form: Element): void {
  for (const fold of form.querySelectorAll<HTMLDetailsElement>('details:not([open])'))
    if (fold.dataset.wrong !== undefined || fold.querySelector(WRONG)) fold.open = true;
}

const hasFocus = (field: Element) => document.activeElement === field;

/** One that is hidden or switched off does not. */
function takesFocus(field: HTMLElement): boolean {
  field.focus();
  return hasFocus(field);
}

/**
 * Moves the focus to the first field of a form that is marked as wrong and takes it, unless one of them has it. The library
 * of forms knows a list of fields by one name, and so leads to the wrong one of its lines, or to none. Every fold with a wrong
 * field is opened, and what is drawn a moment later is waited for, until the reader does something.
 */
export function focusWrong(form: Element): void {
  let isOver = false;
  const observer = new MutationObserver(look);
  const timer = setTimeout(end, LIMIT_MS);
  function end(): void {
    isOver = true;
    clearTimeout(timer);
    observer.disconnect();
    for (const sign of SIGNS) document.removeEventListener(sign, end, true);
  }
  function look(): void {
    if (isOver) return;
    openWrong(form);
    const fields = [...form.querySelectorAll<HTMLElement>(WRONG)];
    if (fields.some(hasFocus) || fields.some(takesFocus)) end();
  }
  look();
  if (isOver) return;
  observer.observe(form, {
    ...{ subtree: true, childList: true },
    attributeFilter: ['aria-invalid', 'open', 'hidden', 'disabled'],
  });
  for (const sign of SIGNS) document.addEventListener(sign, end, true);
}
