import type { SyntheticEvent } from 'react';

/** For a button's `onMouseDown`: a press must not end the typing first, since what is said then at the field would
 * move the button from under it. */
export const keepFocus = (event: SyntheticEvent) => event.preventDefault();
