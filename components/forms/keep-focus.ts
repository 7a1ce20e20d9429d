import type { SyntheticEvent } from 'react';

/** For a button's `onMouseDown`: a press must not end the typing first, since what is said then at the field would
 * move the button from under it. */
export const keepFocus = (event: SyntheticEvent) => event.preventDefault();

/**
 * For the press of a button that takes its row out of a list: the focus goes to the next button of the list's part of the
 * page, which is one of the next row, or the one that adds a row.
 */
export function focusNext({ currentTarget }: SyntheticEvent<HTMLElement>): void {
  const row = currentTarget.closest('li');
  const part = row?.closest('fieldset, section');
  const isAfter = (button: Element) =>
    row !== null &&
    !row.contains(button) &&
    (row.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
  [...(part?.querySelectorAll('button') ?? [])].find(isAfter)?.focus();
}
