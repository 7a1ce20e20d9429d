import 'server-only';
import { groupedBy } from '@/lib/finding-groups';
import { awsPlace } from '@/lib/pipeline/sources/aws/accounts';
import type { AnswerRow } from '@/lib/schemas/source-answer';
import type { Answer } from '../../doctor/ask-cloud';
import { bare, failedRow } from '../../doctor/failed-row';
import type { YaceJob } from '../jobs';
import { bestOf, isRegion, oddRegion, type Taken } from './accounts';
import type { Caller } from './ask';
import { type Identities, identitiesOf } from './identities';
import { askAlias } from './questions';
import { type RegionRows, refusedRows, regionRows, type Wanted } from './region-rows';
import { nameOfRole } from './role';

/** What is to be asked for, and where. */
export type Asked = Wanted & Pick<YaceJob, 'regions' | 'accounts'>;

/** What was found in one account. */
export interface AccountRows extends RegionRows {
  /** As `accountOfRole`; '' is that of the key. */
  account: string;
  /** Null: it was not asked for. */
  alias: Answer<string> | null;
}

/** Regions in which an account is asked for something. */
export const regionsIn = (jobs: readonly Asked[], account: string): string[] => [
  ...new Set(jobs.filter(({ accounts }) => accounts.includes(account)).flatMap(({ regions }) => regions)),
];

function wantedIn(jobs: readonly Asked[], account: string, region: string): Asked[] {
  const here = jobs.filter((job) => job.accounts.includes(account) && job.regions.includes(region));
  const byRow = groupedBy(here, ({ service, namespace }) => service ?? namespace);
  return [...byRow.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, metrics: [first, ...more].flatMap(({ metrics = [] }) => metrics) }] : [],
  );
}

/** All regions of an account, by whoever is known to them. */
export async function accountRows(
  caller: Caller,
  jobs: readonly Asked[],
  account: string,
  { byRegion }: Pick<Identities, 'byRegion'>,
): Promise<AccountRows> {
  const regions = regionsIn(jobs, account);
  const rowsOf = (region: string): RegionRows | Promise<RegionRows> => {
    const wanted = wantedIn(jobs, account, region);
    const place = awsPlace(region, account);
    const known = byRegion.get(region);
    if (known?.ok) return regionRows(caller, { region, wanted, account: known.value.account, place });
    return refusedRows(place, wanted, known?.told ?? oddRegion(region));
  };
  const home = regions.find((region) => byRegion.get(region)?.ok);
  const [alias, found] = await Promise.all([
    home === undefined ? null : askAlias(caller, home),
    Promise.all(regions.map(rowsOf)),
  ]);
  const rows = found.flatMap((one) => one.rows);
  return { account, alias, rows, unlisted: found.flatMap(({ unlisted }) => unlisted) };
}

/**
 * An account that is asked by a role, the first that the key can take.
 * @param isOwn it is the account of the key, which is asked as the key already
 */
export async function roleRows(
  jobs: readonly Asked[],
  account: string,
  taken: readonly Taken[],
  isOwn: boolean,
): Promise<AccountRows> {
  const best = bestOf(taken);
  const regions = regionsIn(jobs, account);
  const place = awsPlace(regions[0] ?? '', account);
  const others = taken.filter((one) => one !== best).map((one) => otherRow(one, place));
  const doubled = best?.answer.ok && isOwn ? [doubledRow(best, place, OF_KEY)] : [];
  const found = best?.answer.ok
    ? await accountRows(
        best.answer.value,
        jobs,
        account,
        await identitiesOf(best.answer.value, regions.filter(isRegion)),
      )
    : { account, alias: null, unlisted: [], rows: refused(jobs, account, best?.answer) };
  return { ...found, rows: [...doubled, ...others, ...found.rows] };
}

/** What there is to do is said once. */
function refused(jobs: readonly Asked[], account: string, answer: Taken['answer'] | undefined): AnswerRow[] {
  if (answer === undefined || answer.ok) return [];
  const { told } = answer;
  const rows = regionsIn(jobs, account).flatMap(
    (region) => refusedRows(awsPlace(region, account), wantedIn(jobs, account, region), told).rows,
  );
  return rows.map((row, i) => (i === 0 ? row : { ...row, fix: null }));
}

const OF_KEY = 'it is the account of the access key, which is measured itself';
const OF_ROLE = 'another role is in this account too';

const named = ({ role }: Taken, place: string) => ({ service: `Role ${nameOfRole(role.arn)}`, place });

const doubledRow = (taken: Taken, place: string, why: string): AnswerRow => ({
  ...named(taken, place),
  ...bare,
  state: 'warn',
  message: `All of this account would be asked for twice, and billed twice: ${why}.`,
  fix: 'Take one of the two from the source.',
});

const otherRow = (taken: Taken, place: string): AnswerRow =>
  taken.answer.ok
    ? doubledRow(taken, place, OF_ROLE)
    : { ...named(taken, place), ...failedRow([taken.answer.told]) };
