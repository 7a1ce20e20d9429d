import { z } from 'zod';
import { type Answers, type Asked, inputOf } from './answers.ts';
import { denial, Refusal } from './faults.ts';
import { arnOfKey } from './identity.ts';
import type { AwsKey } from './world.ts';

const HOUR_MS = 3_600_000;

const assumeRole = z.object({
  RoleArn: z.string(),
  RoleSessionName: z.string(),
  ExternalId: z.string().optional(),
});

/** A temporary key, which the world knows from now on. */
function newKey({ world }: Asked, key: Omit<AwsKey, 'secret' | 'token'>): [id: string, key: AwsKey] {
  const number = String(Object.keys(world.keys).length).padStart(12, '0');
  const id = `ASIAFAKE${number}`;
  const full = { ...key, secret: `fake/secret+of/${number}`, token: `fake/token+of/${number}` };
  world.keys[id] = full;
  return [id, full];
}

/** STS and IAM. */
export const identityAnswers: Answers = {
  'sts:GetCallerIdentity': ({ key }) => ({
    Arn: arnOfKey(key),
    UserId: 'AIDAFAKEFAKEFAKEFAKE',
    Account: key.account,
  }),

  'sts:AssumeRole': (asked) => {
    const { call, key, world } = asked;
    const { RoleArn, RoleSessionName, ExternalId } = inputOf(assumeRole, asked);
    const role = world.roles[RoleArn];
    // AWS does not tell a role that does not exist from one that must not be assumed.
    if (!role || !key.roles.includes(RoleArn) || (role.externalId ?? ExternalId) !== ExternalId) {
      const { status, code, message } = denial(call, arnOfKey(key), key.account);
      throw new Refusal(status, code, message);
    }
    const [, account = '', name = ''] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(RoleArn) ?? [];
    const principal = `assumed-role/${name}/${RoleSessionName}`;
    const { externalId, ...policies } = role;
    const [id, { secret, token }] = newKey(asked, { account, principal, ...policies, roles: [] });
    return {
      Credentials: {
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: new Date(Date.now() + HOUR_MS).toISOString(),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROAFAKEFAKEFAKEFAKE:${RoleSessionName}`,
        Arn: `arn:aws:sts::${account}:${principal}`,
      },
    };
  },

  'iam:ListAccountAliases': ({ key, world }) => {
    const alias = world.accounts[key.account]?.alias ?? null;
    return { AccountAliases: alias === null ? [] : [alias], IsTruncated: false };
  },
};
