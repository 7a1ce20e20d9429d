import 'server-only';
import { accountOfRole } from '@/lib/pipeline/sources/aws/accounts';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import type { Told } from '../../../sampler/eye/eye';
import { type Examined, examined } from '../../doctor/examine';
import { type Asked, accountRows, regionsIn, roleRows } from './account-rows';
import { type Accounts, isRegion, takeRoles } from './accounts';
import type { Caller } from './ask';
import { identitiesOf } from './identities';
import { aliasNotes, listNote } from './notes';
import { isOfKind } from './refusal';
import { noSts } from './role';

/**
 * Asks AWS whether a key gives what is wanted of it, service by service, region by region and account by account, with the
 * very calls that YACE makes. It costs one metric of CloudWatch a region and account. Ends with what it has when the signal
 * is aborted. Never throws.
 */
export const askDoctor = (
  caller: Caller,
  accounts: Accounts,
  jobs: readonly Asked[],
): Promise<SourceAnswer> => examined(caller, (within) => examine(within, accounts, jobs));

async function examine(
  caller: Caller,
  { stsRegion, ...accounts }: Accounts,
  jobs: readonly Asked[],
): Promise<Examined> {
  const roles = accounts.roles.filter(({ arn }) => regionsIn(jobs, accountOfRole(arn)).length > 0);
  const own = accounts.ownAccount ? regionsIn(jobs, '') : [];
  // Whose key it is, AWS says to everybody: a key that lends roles alone needs no permission for it either.
  const regions = [...new Set([...own, ...(roles.length > 0 ? [stsRegion] : [])])].filter(isRegion);
  const key = await identitiesOf(caller, regions);
  const { identity, problem, byRegion } = key;
  if (problem !== null) return { identity: null, problem, notes: [], rows: [] };
  const sts = byRegion.get(stsRegion);
  const unknown = sts?.ok === false ? stsFault(stsRegion, sts.told) : null;
  const lent = await takeRoles(caller, { roles, stsRegion }, { who: identity?.arn ?? null, unknown });
  const isOwn = (account: string) => own.length > 0 && account === identity?.account;
  const found = await Promise.all([
    ...(own.length > 0 ? [accountRows(caller, jobs, '', key)] : []),
    ...lent.map(({ account, taken }) => roleRows(jobs, account, taken, isOwn(account))),
  ]);
  return {
    identity: identity && { account: identity.account, who: identity.arn },
    problem: null,
    notes: [...aliasNotes(found), listNote(found)].filter((note) => note !== null),
    rows: found.flatMap(({ rows }) => rows),
  };
}

const stsFault = (region: string, told: Told): Told =>
  isOfKind(told, 'region') ? noSts(region, 'is not switched on for the account of the key') : told;
