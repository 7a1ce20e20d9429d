import 'server-only';
import { accountOfRole, isRoleArn } from '@/lib/pipeline/sources/aws/accounts';
import type { Told } from '../eye';
import { asRegion } from './cause';

/** Somebody of AWS whom one of its messages names. */
const NAMED = /arn:aws[a-z-]{0,20}:(?:iam|sts)::(\d{12}):(?:assumed-role\/([\w+=,.@-]{1,64})|user\/)/;
/** What AWS says of one account and not of the next. */
const OF_ACCOUNT = /^(?:permission|denied|boundary|organisation)/;
const MOST_TEXT = 200;

const FIX_ROLE =
  'Compare three things in AWS: the trust policy of the role names the access key’s user, the external id that it asks for (sts:ExternalId) is the one under Settings → Sources, and a policy of the user allows sts:AssumeRole of this role.';
const FIX_ASSUME =
  'Add sts:AssumeRole of this role to the policy of the access key’s user in AWS; the form of the source shows the whole policy.';
const FIX_ARN = 'Enter the ARN as AWS shows it: IAM → Roles → the role. It begins with arn:aws:iam::';
const FIX_REGION =
  'Write a region, such as eu-west-1, behind AWS_REGION in the file .env of the stack folder, and recreate yace.';

/** Who asked: the account, and the role there; an empty role: a user. */
interface Asking {
  account: string;
  role: string;
}

/** Whom AWS says that it refuses; null: it names nobody. @param text untrusted */
export function namedIn(text: string): Asking | null {
  const [found, account = '', role = ''] = NAMED.exec(text) ?? [];
  return found === undefined ? null : { account, role };
}

const wordsFor = ({ account, role }: Asking) => `the role ${role} of account ${account}`;

/** What a fault means for an account that a role is taken for. @param asking its role */
export function ofAccount(told: Told, asking: Asking): Told {
  // Whoever has a key of STS has a good one.
  if (!OF_ACCOUNT.test(told.kind)) return asRegion(told);
  const who = wordsFor(asking);
  const named = (words: string) =>
    words
      .replace('the access key’s user', () => who)
      .replace('the access key', () => who)
      .replace('its user', 'the role');
  return {
    ...told,
    kind: `${told.kind}-${asking.account}`,
    words: named(told.words),
    ...(told.fix !== undefined && { fix: named(told.fix) }),
  };
}

/** What a fault of a job means that takes a role. @param text what YACE logs of it, untrusted @param arn its role's */
export function ofRole(told: Told, text: string, arn: string): Told {
  const shown = arn.slice(0, MOST_TEXT);
  const account = accountOfRole(arn);
  if (!text.includes('AssumeRole'))
    return ofAccount(told, { account: account.slice(0, MOST_TEXT), role: arn.split('/').at(-1) ?? '' });
  if (text.includes('MissingAuthenticationToken')) {
    const words = 'AWS: a role is taken at the STS of AWS_REGION, and that is empty.';
    return { ...told, kind: 'role-region', words, cause: undefined, fix: FIX_REGION };
  }
  if (!isRoleArn(arn)) {
    const words = `AWS: ${shown} is no ARN of a role.`;
    return { ...told, kind: 'role-arn', words, cause: undefined, fix: FIX_ARN };
  }
  if (!told.kind.startsWith('role')) return told;
  // Only of its own account AWS says what is missing.
  if (text.includes('no identity-based policy allows')) {
    const words = `The access key may not take the role ${shown}. Missing: sts:AssumeRole.`;
    return { ...told, kind: `role-${account}`, words, fix: FIX_ASSUME };
  }
  const words = `AWS does not let the access key take the role ${shown}: the role does not exist, does not trust the key, asks for another external id, or the key may not take it.`;
  return { ...told, kind: `role-${account}`, words, fix: FIX_ROLE };
}
