/** Under a test of the destination that did not go well. */
export const ONWARD =
  'When the destination refuses what is applied, Weir puts the present state back and says so.';
