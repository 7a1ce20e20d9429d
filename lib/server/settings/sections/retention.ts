import 'server-only';
import { DEFAULT_STORE_DAYS, storeDaysIn } from '../../stack/settings';
import { readOr, type Section } from './section';

/** How long the store on this Pi keeps samples. */
export const retention: Section<'retention'> = {
  view: ({ texts, read }) => ({ days: read(() => storeDaysIn(texts), DEFAULT_STORE_DAYS) }),

  change(draft, { days }) {
    const before = readOr(() => storeDaysIn(draft.texts()), null);
    if (before === days) return;
    draft.setEnv({ VICTORIA_METRICS_RETENTION: `${days}d` });
    draft.say(`This Pi’s own store keeps data for: ${before === null ? '' : `${before} d → `}${days} d`);
  },
};
