import 'server-only';
import { listed } from '@/lib/english';
import { plural } from '@/lib/format';
import { plainText } from '../../../vmagent/plain-text';
import { bare, failedRow, type Row } from '../../doctor/failed-row';
import type { Seen } from './prefix';

const NAME_CHARS = 100;
const FIX_NONE =
  'Correct it. Google’s documentation has all of them under “Google Cloud metrics”; those of your own begin with custom.googleapis.com.';
const FIX_IDLE = 'Nothing has to be done if it is seldom used: series come with its next use.';

/** Without what would break a line. @param text from a file, of any form */
export const nameOf = (text: string): string => plainText(text, NAME_CHARS) ?? '';

const named = (all: readonly Seen[], state: Seen['state']) =>
  listed(all.filter((one) => one.state === state).map(({ prefix }) => nameOf(prefix)));

/** What there is of a service, or of one prefix. @param all of each of its prefixes, one at least */
export function rowOf(all: readonly Seen[]): Row {
  const failures = all.flatMap((one) => one.failures).sort((a, b) => a.rank - b.rank);
  if (failures.length > 0) return failedRow(failures);
  const [none, idle] = [named(all, 'none'), named(all, 'idle')];
  const giving = all.filter(({ state }) => state === 'series').length;
  if (none !== '')
    return { ...bare, state: 'wrong', message: `No metric of Google begins with ${none}.`, fix: FIX_NONE };
  if (giving === all.length)
    return { ...bare, state: 'ok', message: 'Google has series of the last hour.', fix: null };
  const message =
    giving === 0
      ? `Google knows ${all.length === 1 ? 'the metric' : 'the metrics'}, and has no series of the last hour: nothing runs there, or nothing used it.`
      : `Google has series of ${plural(giving, 'metric')} of ${all.length}, and in the last hour none of ${idle}.`;
  return { ...bare, state: 'warn', message, fix: FIX_IDLE };
}
