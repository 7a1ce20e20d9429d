import 'server-only';

const UNITS: Record<string, number> = {
  '': 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** A size as VictoriaMetrics flags take it ("1GiB", "500MB", "1e9"); null when it is none. lib/flagutil/bytes.go. */
export function parseByteSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)\s*([KMGT]i?B)?$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toUpperCase()];
  if (!match || unit === undefined) return null;
  const bytes = Math.round(Number(match[1]) * unit);
  return Number.isFinite(bytes) ? bytes : null;
}
