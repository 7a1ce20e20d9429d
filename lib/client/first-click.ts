/**
 * False for the second click of a double click: it comes before the page knows that the first has begun something.
 * @param detail of the click: how many there were in a row; a key counts none
 */
export const isFirstClick = (detail: number): boolean => detail < 2;
