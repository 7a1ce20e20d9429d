import 'server-only';
import { durationSeconds } from '@/lib/scrape-duration';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { variablesIn } from '../../stack/settings';
import { readOr, type Section } from './section';

const DEFAULT_DAYS = 14;

/** How long the store on this Pi keeps samples. */
export const retention: Section<'retention'> = {
  view: ({ texts, read }) => ({ days: read(() => daysIn(texts), DEFAULT_DAYS) }),

  change(draft, { days }) {
    const before = readOr(() => daysIn(draft.texts()), null);
    if (before === days) return;
    draft.setEnv({ VICTORIA_METRICS_RETENTION: `${days}d` });
    draft.say(`This Pi’s own store keeps data for: ${before === null ? '' : `${before} d → `}${days} d`);
  },
};

/**
 * A number without a unit is months of 31 days.
 * https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#retention
 * @throws AppError invalid-stack
 */
function daysIn(texts: Texts): number {
  const text = variablesIn(texts)('VICTORIA_METRICS_RETENTION');
  if (text === '') return DEFAULT_DAYS;
  const isMonths = /^\d+(?:\.\d+)?$/.test(text);
  const seconds = durationSeconds(isMonths ? `${Number(text) * 31}d` : text);
  if (seconds !== null) return Math.max(1, Math.round(seconds / 86_400));
  throw new AppError('invalid-stack', 'VICTORIA_METRICS_RETENTION in .env is no duration such as 14d.');
}
