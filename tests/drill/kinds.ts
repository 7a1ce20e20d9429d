/** Launches: of a set-up that never delivered, and of new answers for one that did; the last one's destination takes nothing. */
export const launchKinds = ['launch-first', 'launch-again', 'launch-elsewhere', 'bad-launch'] as const;
export type LaunchKind = (typeof launchKinds)[number];

/** Every kind of change, from the least disruptive on; those that begin with `bad` fail and put everything back. */
export const kinds = [
  'reload',
  'token',
  'yace-file',
  'yace-clock',
  'vmagent-flag',
  'source',
  'adopt',
  'many',
  'update',
  'bad-flag',
  'bad-many',
  'bad-adopt',
  ...launchKinds,
  'bad-update',
  'bad-by-owner',
] as const;
export type Kind = (typeof kinds)[number];

export const isLaunch = (kind: Kind): kind is LaunchKind => launchKinds.some((one) => one === kind);

/** Updates: one that counts, one whose version ends by itself, one that its owner puts back while it is watched. */
export const isUpdate = (kind: Kind): boolean => ['update', 'bad-update', 'bad-by-owner'].includes(kind);

/** A version of vmagent that begins well; each stack has one of its own, which goes with it. */
export const dyingVersion = (project: string): string => `victoriametrics/vmagent:v0.0.3-${project}`;
/** Two versions of vmagent, for updates from the one to the other. */
export const UPDATE_VERSIONS = ['victoriametrics/vmagent:v0.0.1', 'victoriametrics/vmagent:v0.0.2'] as const;
