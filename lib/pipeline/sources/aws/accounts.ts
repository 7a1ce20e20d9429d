import { partitionOf } from './partition';

interface Role {
  arn: string;
  /** What its trust policy asks for; '': nothing. */
  externalId: string;
}

/** How many one key may assume. */
export const AWS_MOST_ROLES = 50;

/** Whose numbers are read. */
export interface Accounts {
  roles: readonly Role[];
  /** That of the access key itself. */
  ownAccount: boolean;
}

/** A role that is assumed, as its ARN names it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE = /^arn:aws[a-z-]{0,20}:iam::(\d{12}):role\/[\w+=,.@/-]{1,576}$/;

/** Whether a text has the form of a role's ARN. */
export const isRoleArn = (arn: string): boolean => ROLE.test(arn);

/** The account that a role is in, twelve digits; of what is no role's ARN the text itself, so that it can be named. */
export const accountOfRole = (arn: string): string => ROLE.exec(arn)?.[1] ?? arn;

/**
 * Where something of AWS is: `eu-west-1` in the account of the access key, `eu-west-1/210987654321` in that of a role.
 * @param account as `accountOfRole`; '': that of the access key
 */
export const awsPlace = (region: string, account: string): string =>
  account === '' ? region : `${region}/${account}`;

/** Each region of each account. */
export const awsPlaces = (regions: readonly string[], accounts: readonly string[]): string[] =>
  accounts.flatMap((account) => regions.map((region) => awsPlace(region, account)));

/** The parts of a place. */
export function readAwsPlace(place: string): { region: string; account: string } {
  const [region = '', ...account] = place.split('/');
  return { region, account: account.join('/') };
}

/** In a sentence: `eu-west-1 of account 210987654321` */
export function placeWordsOf(place: string): string {
  const { region, account } = readAwsPlace(place);
  return account === '' ? region : `${region} of account ${account}`;
}

const LOOKS = 'It looks like arn:aws:iam::123456789012:role/weir.';
/** What stands in the console near the ARN of a role, and is taken for it. */
const others: readonly [pattern: RegExp, what: string][] = [
  [/^arn:[^:]*:iam::\d*:user\//, 'a user'],
  [/^arn:[^:]*:iam::\d*:group\//, 'a group'],
  [/^arn:[^:]*:iam::\w*:policy\//, 'a policy'],
  [/^arn:[^:]*:iam::\d*:instance-profile\//, 'an instance profile'],
  [/^arn:[^:]*:iam::\d*:root$/, 'an account'],
  [/^arn:[^:]*:sts::\d*:(?:assumed-role|federated-user)\//, 'a session, which ends,'],
];

function arnProblem(arn: string, regions: readonly string[]): string | null {
  if (arn === '') return 'Enter the ARN of the role, or take the line out.';
  const other = others.find(([pattern]) => pattern.test(arn))?.[1];
  if (other !== undefined) return `This is the ARN of ${other} and not of a role. ${LOOKS}`;
  if (/^\d{12}$/.test(arn))
    return `This is the number of an account: the ARN of a role there is needed. ${LOOKS}`;
  if (!isRoleArn(arn)) return `This is not the ARN of a role. ${LOOKS}`;
  const partition = arn.split(':')[1];
  const asked = [...new Set(regions.map((region) => partitionOf(region).arn))];
  if (asked.length === 0 || asked.some((one) => one === partition)) return null;
  return `This role is in ${partition}, and ${regions[0]} is in ${asked[0]}: a role of the one is nothing to the other.`;
}

/** By AWS’s rule. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const externalIdProblem = (id: string) =>
  id === '' || /^[\w+=,.@:/-]{2,1224}$/.test(id)
    ? null
    : 'An external ID has 2 to 1224 letters, digits and + = , . @ : / - _, as the trust policy of the role has it.';

/** What keeps roles from being assumed, of those that are new: what is there already may be odd. */
export function roleIssues(
  wanted: readonly Role[],
  before: readonly Role[],
  regions: readonly string[],
): { path: ['roles', number, keyof Role]; message: string }[] {
  const isOld = ({ arn }: Role) => before.some((role) => role.arn === arn);
  const timesOf = (all: readonly Role[], arn: string) => all.filter((role) => role.arn === arn).length;
  const isAgain = (arn: string, at: number) =>
    timesOf(wanted.slice(0, at), arn) > 0 && timesOf(wanted, arn) > timesOf(before, arn);
  const twiceProblem = (arn: string, at: number) => {
    const account = accountOfRole(arn);
    const isTwice = wanted.some(
      (other, i) => i !== at && (i < at || isOld(other)) && accountOfRole(other.arn) === account,
    );
    return isTwice ? `Account ${account} is there already: yace would give each of its series twice.` : null;
  };
  return wanted.flatMap((role, i) => {
    const { arn, externalId } = role;
    const isNew = !isOld(role) || isAgain(arn, i);
    const wrong = isNew ? (arnProblem(arn, regions) ?? twiceProblem(arn, i)) : null;
    const isSame = before.some((one) => one.arn === arn && one.externalId === externalId);
    const odd = isSame ? null : externalIdProblem(externalId);
    return (
      [
        ['arn', wrong],
        ['externalId', odd],
      ] as const
    ).flatMap(([field, message]) =>
      message === null ? [] : [{ path: ['roles', i, field] as ['roles', number, keyof Role], message }],
    );
  });
}
