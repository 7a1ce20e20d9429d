import 'server-only';
import { groupedBy } from '@/lib/finding-groups';
import { accountOfRole } from '@/lib/pipeline/sources/aws/accounts';
import type { AwsRole } from '@/lib/schemas/aws/job';
import { awsRegionSchema } from '@/lib/schemas/wizard';
import { ofAccount } from '../../../sampler/eye/aws/role';
import type { Told } from '../../../sampler/eye/eye';
import type { Answer } from '../../doctor/ask-cloud';
import { regionProblem } from '../check';
import type { Caller } from './ask';
import { askRole, nameOfRole, noSts } from './role';

/** Which accounts are asked. */
export interface Accounts {
  /** One for each account beside that of the key; more for one are asked of that account in turn. */
  roles: readonly AwsRole[];
  /** The account of the key is asked as the key itself. */
  ownAccount: boolean;
  /** Whose STS lends the roles. */
  stsRegion: string;
}

/** A role, and as whom it is asked. */
export interface Taken {
  role: AwsRole;
  answer: Answer<Caller>;
}

export const isRegion = (region: string): boolean => awsRegionSchema.safeParse(region).success;

export const oddRegion = (region: string): Told => ({
  kind: 'region-form',
  rank: 0,
  words: regionProblem([region]) ?? '',
});

/** What the key is known to be. */
interface Known {
  /** The ARN of its user. */
  who: string | null;
  /** Why STS does not know it in its region; null: it does, or that was not asked. */
  unknown: Told | null;
}

async function take(caller: Caller, role: AwsRole, region: string, { who, unknown }: Known): Promise<Taken> {
  const told = isRegion(region) ? unknown : noSts(region, 'is no region');
  if (told !== null) return { role, answer: { ok: false, told } };
  const lent = await askRole(caller, role, region, who);
  if (!lent.ok) return { role, answer: lent };
  const asking = { account: accountOfRole(role.arn), role: nameOfRole(role.arn) };
  // What is missing to a role that was taken is no matter of the key.
  const judge = (fault: Told) => ofAccount(fault, asking);
  return { role, answer: { ok: true, value: { ...caller, key: lent.value, judge } } };
}

/** Roles by the accounts that they are in. */
const byAccount = (roles: readonly AwsRole[]) => groupedBy(roles, ({ arn }) => accountOfRole(arn));

/** All roles with their temporary keys, account by account. What one is refused hides no other. */
export async function takeRoles(
  caller: Caller,
  { roles, stsRegion }: Pick<Accounts, 'roles' | 'stsRegion'>,
  known: Known,
): Promise<{ account: string; taken: Taken[] }[]> {
  return Promise.all(
    [...byAccount(roles)].map(async ([account, all]) => ({
      account,
      taken: await Promise.all(all.map((role) => take(caller, role, stsRegion, known))),
    })),
  );
}

/** How many accounts there are. */
export const countOf = ({ roles, ownAccount }: Accounts): number =>
  byAccount(roles).size + Number(ownAccount);

/** The first role that the key can take, else the first. */
export const bestOf = (taken: readonly Taken[]): Taken | undefined =>
  taken.find(({ answer }) => answer.ok) ?? taken[0];

/** As whom each account is asked, that of the key first. */
export async function callersOf(
  caller: Caller,
  { roles, ownAccount, stsRegion }: Accounts,
  most: number,
): Promise<{ account: string; answer: Answer<Caller> }[]> {
  const others = [...byAccount(roles).values()];
  const asked = others.slice(0, most - Number(ownAccount)).flat();
  const lentTo = await takeRoles(caller, { roles: asked, stsRegion }, { who: null, unknown: null });
  const lent = lentTo.flatMap(({ account, taken }) => {
    const best = bestOf(taken);
    return best === undefined ? [] : [{ account, answer: best.answer }];
  });
  return [...(ownAccount ? [{ account: '', answer: { ok: true, value: caller } as const }] : []), ...lent];
}
