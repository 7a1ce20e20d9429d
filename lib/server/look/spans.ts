import 'server-only';
import type { LookSpan } from '@/lib/schemas/look/dashboard';
import type { Place } from '../destination/place';
import { readOr } from '../settings/sections/section';
import { DEFAULT_STORE_DAYS, storeDaysIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';

/** What is kept longer is not looked at as a whole. */
const MOST_DAYS = 366;

/** How long a destination outside keeps data nobody says; Grafana Cloud’s free plan: 14 days. */
export const spansOf = ({ reading }: Place): LookSpan[] =>
  reading ? ['1', '6', '24', '168', '336'] : ['1', '6', '24', '168', 'all'];

/** How long an answer of the store on this Pi holds. */
const HOLDS_MS: Record<LookSpan, number> = {
  '1': 25_000,
  '6': 55_000,
  '24': 55_000,
  '168': 290_000,
  '336': 290_000,
  all: 290_000,
};
/** One with something that could not be read. */
const FAULTY_HOLDS_MS = 10_000;
/** Outside, whoever asks uses up what may be asked there. */
const OUTSIDE_HOLDS_MS = 60_000;
const OUTSIDE_LONG_HOLDS_MS = 300_000;
const LONG_HOURS = 168;

/** How long an answer holds, for whoever looks, in milliseconds. @param read how much of it could be read */
export function holdsMs({ reading }: Place, span: LookSpan, read: 'all' | 'part' | 'nothing'): number {
  const isLong = Number(span) >= LONG_HOURS && read !== 'nothing';
  if (reading) return isLong ? OUTSIDE_LONG_HOLDS_MS : OUTSIDE_HOLDS_MS;
  if (read === 'all') return HOLDS_MS[span];
  // A store that starts answers soon.
  return read === 'part' ? FAULTY_HOLDS_MS : 0;
}

export async function hoursOf(span: LookSpan): Promise<number> {
  if (span !== 'all') return Number(span);
  const { texts } = await readStackTexts();
  const days = readOr(() => storeDaysIn(texts), DEFAULT_STORE_DAYS);
  return 24 * Math.min(MOST_DAYS, days);
}
