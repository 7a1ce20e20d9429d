import 'server-only';
import { accountOfRole, awsPlace, readAwsPlace } from '@/lib/pipeline/sources/aws/accounts';
import type { JsonLogEntry } from '../../../vmagent/json-log';
import type { ExpectedPart, Told } from '../eye';
import { awsCause } from './cause';
import type { Moment } from './parts';
import { namedIn, ofAccount, ofRole } from './role';

/** After a good round every line is older than this many rounds. */
export const ROUNDS = 1.5;
const SLACK_MS = 60_000;
/** Lines of one round come within this time of each other. */
const ROUND_LINES_MS = 30_000;

export interface Line extends JsonLogEntry {
  told: Told | null;
  /** As that of a place; null: it names none. */
  account: string | null;
  /** Id of the part that its job is; '': CloudWatch names no job. */
  part: string;
}
type Fault = Line & { told: Told };

/** Faults of the newest round that failed: what was wrong before that may have been mended. */
export function newestRound(lines: readonly Line[]): Fault[] {
  const failed = lines.flatMap(({ told, ...line }) => (told ? [{ ...line, told }] : []));
  const newestAtMs = Math.max(...failed.map(({ atMs }) => atMs));
  return failed.filter(({ atMs }) => newestAtMs - atMs <= ROUND_LINES_MS);
}

/** The most telling cause of them. */
export const newestCause = (lines: readonly Line[]): Told | null =>
  newestRound(lines).sort((a, b) => a.told.rank - b.told.rank || b.atMs - a.atMs)[0]?.told ?? null;

/** As `partsIn` makes ids. */
function partOf(entry: JsonLogEntry): string {
  const region = entry.field('region');
  const namespace = entry.field('namespace') || entry.field('custom_metric_namespace');
  return region && `${namespace} ${awsPlace(region, accountOfRole(entry.field('arn')))}`;
}

/** Lines of a job name the role that it takes; what CloudWatch refuses names at most who asked. */
function read(entry: JsonLogEntry, roles: ReadonlySet<string>): Pick<Line, 'told' | 'account'> {
  const text = `${entry.msg} ${entry.err}`;
  const told = entry.level === 'error' ? awsCause(text) : null;
  const arn = entry.field('arn');
  if (arn !== '') return { told: told && ofRole(told, text, arn), account: accountOfRole(arn) };
  if (entry.field('region') !== '') return { told, account: '' };
  const asking = namedIn(text);
  if (asking === null) return { told, account: null };
  return roles.has(asking.account)
    ? { told: told && ofAccount(told, asking), account: asking.account }
    : { told, account: '' };
}

export const accountsOf = (expected: readonly ExpectedPart[]): ReadonlySet<string> =>
  new Set(expected.map(({ place }) => readAwsPlace(place).account));

/** Lines of the newest rounds that tell of a fault, or that a job came to nothing. */
export function linesOf({ entries, expected, fromMs, intervalSeconds, nowMs }: Moment): Line[] {
  const roles = accountsOf(expected);
  const oldestMs = Math.max(fromMs, nowMs - intervalSeconds * 1000 * ROUNDS - SLACK_MS);
  return entries.flatMap((entry) => {
    const { atMs, msg, err } = entry;
    // A reload ends the round that is under way: what it was asking then fails, and means nothing.
    if (atMs < oldestMs || err.includes('context canceled')) return [];
    const line = { ...entry, ...read(entry, roles), part: partOf(entry) };
    return line.told !== null || msg === 'No metrics data found' ? [line] : [];
  });
}
