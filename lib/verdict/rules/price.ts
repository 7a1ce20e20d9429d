import { formatDuration } from '@/lib/duration';
import { inEnglish } from '@/lib/english';
import { sourceWords } from '@/lib/pipeline/components';
import type { DayRate, Spending } from '../terms/spending';
import type { Rule } from '../terms/types';
import { settingsHref } from '../terms/words';

const TIMES = 2;
/** Below this a month nobody minds, in US dollars. */
const LEAST_MORE = 1;

const hasDoubled = ({ day, before }: Spending): boolean =>
  before !== null && day.units >= before.units * TIMES && day.dollars >= before.dollars + LEAST_MORE;

/** What is different; the resources say it where there are more of them. */
function whyWords(day: DayRate, before: DayRate): string {
  const changes = [
    day.resources > before.resources &&
      `Its resources grew from ${inEnglish(before.resources)} to ${inEnglish(day.resources)}.`,
    day.everySeconds < before.everySeconds &&
      `It is asked every ${formatDuration(day.everySeconds)} instead of every ${formatDuration(before.everySeconds)}.`,
  ].filter(Boolean);
  return changes.length > 0
    ? changes.join(' ')
    : 'Resources and interval are as before: more metrics or services are asked for, or the exporter began many rounds anew.';
}

const money = (dollars: number) => `$${dollars.toFixed(2)}`;

const sourcePrice: Rule = {
  id: 'source-price',
  severity: 'warning',
  when: 'A source was billed for at least twice as much within the last 24 hours as on a day of the week before, by the counter of its exporter, and for at least a US dollar a month more.',
  applies: (_pipeline, { spending = [] }) =>
    spending.flatMap((one) => {
      const { source, day, before } = one;
      if (before === null || !hasDoubled(one)) return [];
      const cloud = sourceWords(source);
      return [
        {
          subject: source,
          title: `${cloud} costs about ${money(day.dollars)} a month now; before, it was ${money(before.dollars)}.`,
          consequence: `Nothing is lost. ${inEnglish(day.units)} reads were counted within the last 24 hours, ${inEnglish(before.units)} on a day before. ${whyWords(day, before)}`,
          fix: 'If that is not meant, switch off services and regions that nobody looks at, or ask less often.',
          href: settingsHref('sources'),
        },
      ];
    }),
};

export const priceRules: Rule[] = [sourcePrice];
