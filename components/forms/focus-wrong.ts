const WRONG = '[aria-invalid="true"]';
/** Whoever does something has the focus where it is wanted. */
const SIGNS = ['keydown', 'pointerdown', 'focusin'] as const;

/**
 * Moves the focus to the first field of a form that is marked as wrong, unless one of them has it. The library of forms
 * knows a list of fields by one name, and so leads to the wrong one of its lines, or to none. A field that stands behind a line that only
 * its error opens is waited for, until the reader does something.
 */
export function focusWrong(form: Element): void {
  let isOver = false;
  const observer = new MutationObserver(look);
  const end = () => {
    isOver = true;
    observer.disconnect();
    for (const sign of SIGNS) document.removeEventListener(sign, end);
  };
  function look(): void {
    const field = form.querySelector<HTMLElement>(WRONG);
    if (isOver || field === null) return;
    end();
    const { activeElement } = document;
    if (!(activeElement?.matches(WRONG) && form.contains(activeElement))) field.focus();
  }
  look();
  if (isOver) return;
  observer.observe(form, { subtree: true, childList: true, attributeFilter: ['aria-invalid'] });
  for (const sign of SIGNS) document.addEventListener(sign, end);
}
