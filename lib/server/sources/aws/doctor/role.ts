import 'server-only';
import { accountOfRole, isRoleArn } from '@/lib/pipeline/sources/aws/accounts';
import type { AwsRole } from '@/lib/schemas/aws/job';
import type { Told } from '../../../sampler/eye/eye';
import type { Answer } from '../../doctor/ask-cloud';
import { askAws, type Caller } from './ask';
import { FORM } from './questions';
import { type ErrorAnswer, isOfKind, refusalOf } from './refusal';
import type { AwsKey } from './sign';

/** What the logs of the role's account call it. */
const SESSION = 'weir';
/** The least that AWS lends a role for. */
const LENT_SECONDS = 900;

export const nameOfRole = (arn: string): string => arn.slice(arn.indexOf(':role/') + ':role/'.length);

const keyIn = (text: string): AwsKey | undefined => {
  const [, accessKeyId] = /<AccessKeyId>(\w{16,128})<\/AccessKeyId>/.exec(text) ?? [];
  const [, secretAccessKey] = /<SecretAccessKey>([\w/+=]{1,128})<\/SecretAccessKey>/.exec(text) ?? [];
  const [, sessionToken] = /<SessionToken>([\w/+=]{1,8192})<\/SessionToken>/.exec(text) ?? [];
  return accessKeyId && secretAccessKey && sessionToken
    ? { accessKeyId, secretAccessKey, sessionToken }
    : undefined;
};

/**
 * The temporary key of a role. It stands in no answer and no log.
 * @param region whose STS is asked
 * @param who the ARN of the key's user, where it is known
 */
export async function askRole(
  caller: Caller,
  role: AwsRole,
  region: string,
  who: string | null,
): Promise<Answer<AwsKey>> {
  const { arn, externalId } = role;
  if (!isRoleArn(arn)) return { ok: false, told: noArn(arn) };
  const body = new URLSearchParams({
    ...{ Action: 'AssumeRole', Version: '2011-06-15', RoleArn: arn, RoleSessionName: SESSION },
    DurationSeconds: String(LENT_SECONDS),
    ...(externalId !== '' && { ExternalId: externalId }),
  }).toString();
  return askAws(
    caller,
    { action: 'sts:AssumeRole', service: 'sts', region, headers: FORM, body },
    keyIn,
    (answer) => roleRefusalOf(answer, { role, region, who }),
  );
}

const noArn = (arn: string): Told => ({
  kind: 'role-form',
  rank: 0,
  words: `${arn} is no ARN of a role.`,
  fix: 'Correct it: it would look like arn:aws:iam::123456789012:role/weir.',
});

const FIX_STS = 'Set AWS_REGION in .env to a region that is on, such as eu-west-1.';

/** Where STS cannot be asked at all. @param why `is no region` */
export const noSts = (region: string, why: string): Told => ({
  kind: 'role-sts',
  rank: 0,
  words: `Roles are asked for at the STS of ${region}, which ${why}.`,
  fix: FIX_STS,
});

interface Tried {
  role: AwsRole;
  region: string;
  who: string | null;
}

/**
 * Why a role cannot be taken. AWS says the same of a key that may not, of a role that does not trust it, of another external
 * id and of a role that does not exist: then all four are named, the likeliest first. Pure.
 */
function roleRefusalOf(answer: ErrorAnswer, { role: { arn, externalId }, region, who }: Tried): Told {
  const told = refusalOf(answer, 'sts:AssumeRole');
  const { text } = answer;
  const [name, account] = [nameOfRole(arn), accountOfRole(arn)];
  const because = (kind: string, words: string, fix: string): Told => ({ ...told, kind, words, fix });
  if (isOfKind(told, 'organisation') || /resource control polic/.test(text)) {
    return because(
      'role-organisation',
      `AWS: a rule of an organisation forbids that the key takes the role ${name}.`,
      `No permission of the key helps: ask who manages the organisation of the key’s account, or of account ${account}.`,
    );
  }
  if (isOfKind(told, 'boundary')) {
    return because(
      'role-boundary',
      `The permissions boundary of the key’s user does not let it take the role ${name}.`,
      `Let the boundary allow sts:AssumeRole for ${arn}.`,
    );
  }
  if (isOfKind(told, 'denied')) {
    return because(
      'role-denied',
      `A policy denies explicitly that the key takes the role ${name}.`,
      'Take the Deny for sts:AssumeRole out of the policies of the key’s user, or out of the role’s trust policy.',
    );
  }
  if (isOfKind(told, 'region')) {
    return because(
      'role-region',
      `Account ${account} has STS switched off in ${region}, where the role ${name} is asked for.`,
      `Switch it on there in IAM → Account settings, or set AWS_REGION in .env to a region where it is on.`,
    );
  }
  if (isOfKind(told, 'question')) return /external_?id/i.test(text) ? oddId(told, name) : noArn(arn);
  if (!isOfKind(told, 'role') && !isOfKind(told, 'permission')) return told;
  const key = who ?? 'the key’s user';
  if (/no identity-based policy allows/.test(text)) {
    return because(
      'role-permission',
      `The key may not take the role ${name}. Missing: sts:AssumeRole.`,
      `Add it to the policy of the key’s user, for ${arn}; the form of the source shows the whole policy.`,
    );
  }
  if (/trust policy allows|no resource-based policy allows/.test(text)) {
    return because(
      'role-trust',
      `The role ${name} of account ${account} does not trust the key.`,
      `Let its trust policy name ${key}.`,
    );
  }
  const id =
    externalId === '' ? 'no external id, as none is given here' : 'the external id that is given here';
  return because(
    'role-refused',
    `AWS does not let the key take the role ${name}, and does not say why.`,
    `Compare, the likeliest first: the policy of the key’s user allows sts:AssumeRole for ${arn}; the role’s trust policy names ${key}, with no condition that it misses; it asks for ${id}; account ${account} has a role ${name}.`,
  );
}

const oddId = (told: Told, name: string): Told => ({
  ...told,
  kind: 'role-id',
  words: `AWS cannot read the external id of the role ${name}.`,
  fix: 'Correct it: it has 2 to 1224 letters, digits and +=,.@:/-.',
});
