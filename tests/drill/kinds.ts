/** Every kind of apply, from the least disruptive on; those that begin with `bad` fail and put everything back. */
export const kinds = [
  'reload',
  'token',
  'yace-file',
  'yace-clock',
  'vmagent-flag',
  'source',
  'adopt',
  'many',
  'bad-flag',
  'bad-many',
  'bad-adopt',
] as const;
export type Kind = (typeof kinds)[number];
