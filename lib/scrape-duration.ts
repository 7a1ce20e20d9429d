const UNIT_SECONDS: Record<string, number> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** The clock of an exporter, a whole number of seconds; null: the text is none. */
export const clockSecondsIn = (text: string): number | null =>
  /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;

/**
 * A duration as vmagent and VictoriaMetrics write it (`60s`, `1m30s`, `0.5h`, `14d`) in seconds; a bare number counts
 * as seconds. Null when it is none, or one that no number holds. VictoriaMetrics, metricsql: DurationValue.
 */
export function durationSeconds(text: string): number | null {
  const seconds = secondsIn(text);
  return seconds !== null && Number.isFinite(seconds) ? seconds : null;
}

function secondsIn(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return null;
  const seconds = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0),
    0,
  );
  return Math.round(seconds * 1000) / 1000;
}
