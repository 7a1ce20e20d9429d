const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
  { seconds: 1, name: 's' },
] as const;

/** From this many days on, a duration is only said to be longer: no forecast reaches that far. */
const MAX_DAYS = 99;

/**
 * Seconds in words, at the coarsest two units that matter: `45 s`, `4 min`, `1 h 20 min`, `31 h`, `3 d`.
 * Hours are kept up to two days, since a buffer is thought of in hours. Negative counts as 0.
 */
export function formatDuration(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded > MAX_DAYS * 86_400) return `over ${MAX_DAYS} d`;
  const limit = rounded < 2 * 86_400 ? 3_600 : 86_400;
  const index = UNITS.findIndex((unit) => unit.seconds <= limit && rounded >= unit.seconds);
  const unit = UNITS[index];
  if (!unit) return '0 s';
  const whole = Math.floor(rounded / unit.seconds);
  const next = UNITS[index + 1];
  if (!next || whole >= 10 || unit.name === 'min') return `${whole} ${unit.name}`;
  const rest = Math.floor((rounded % unit.seconds) / next.seconds);
  return rest === 0 ? `${whole} ${unit.name}` : `${whole} ${unit.name} ${rest} ${next.name}`;
}

/** Time that has passed, in words: `just now` below 2 s, then `6 s ago`, `4 min ago`. A time to come counts as now. */
export function formatAgo(atMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - atMs) / 1000);
  return seconds < 2 ? 'just now' : `${formatDuration(seconds)} ago`;
}
