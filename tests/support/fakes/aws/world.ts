import type { Fault } from './faults.ts';
import type { AwsResource, Tags, Value } from './resources.ts';

export interface AwsAccount {
  /** Null: it has none. */
  alias: string | null;
  /** A region that is not named here has nothing. */
  regions: Record<string, AwsResource[]>;
}

export interface AwsKey {
  secret: string;
  account: string;
  /** As its ARN ends: `user/weir`, or `assumed-role/NAME/SESSION`. */
  principal: string;
  /** IAM actions that no policy allows it. */
  denied: string[];
  /** The only IAM actions that its policies allow; left out: all others. */
  allowed?: readonly string[];
  /** ARNs of the roles that it may assume. */
  roles: string[];
  /** Of a temporary key: every request has to carry it. */
  token?: string;
}

export interface AwsRole extends Pick<AwsKey, 'denied' | 'allowed'> {
  /** Null: its trust policy asks for none. */
  externalId: string | null;
}

export interface AwsWorld {
  /** By their twelve digits. */
  accounts: Record<string, AwsAccount>;
  /** By access key id. */
  keys: Record<string, AwsKey>;
  /** By ARN, which names the account. */
  roles: Record<string, AwsRole>;
  /** Regions that no account has switched on; `eu-west-1/210987654321`: one that this account has not. */
  regionsOff: string[];
  faults: Fault[];
  /** How far AWS's clock is ahead of this machine's. */
  clockAheadMs: number;
  /** By namespace: how long after its period a point is still incomplete. */
  settlingSeconds: Record<string, number>;
  /** How many HTTP APIs one answer names when the question does not say. */
  httpApisPage: number;
}

export const ACCOUNT = '123456789012';
export const KEY_ID = 'AKIAFAKEFAKEFAKEFAKE';
export const SECRET = 'fake/secret+of/a+stand+in+for+tests+only';
export const REGION = 'eu-west-1';

/** A world in which nothing exists. */
export const emptyWorld = (): AwsWorld => ({
  accounts: {},
  keys: {},
  roles: {},
  regionsOff: [],
  faults: [],
  clockAheadMs: 0,
  settlingSeconds: {},
  httpApisPage: 25,
});

export const key = (more: Partial<AwsKey> = {}): AwsKey => ({
  secret: SECRET,
  account: ACCOUNT,
  principal: 'user/weir',
  denied: [],
  roles: [],
  ...more,
});

/** One account with one key, `KEY_ID` and `SECRET`. */
export function oneAccount(
  resources: AwsResource[] = [],
  more: Partial<AwsWorld> = {},
  region = REGION,
): Partial<AwsWorld> {
  return {
    accounts: { [ACCOUNT]: { alias: 'acme-prod', regions: { [region]: resources } } },
    keys: { [KEY_ID]: key() },
    ...more,
  };
}

type Values = Record<string, Value>;

export const lambda = (name: string, tags: Tags | null, values?: Values): AwsResource => ({
  kind: 'function',
  name,
  tags,
  values,
});
export const queue = (name: string, tags: Tags | null, values?: Values): AwsResource => ({
  kind: 'queue',
  name,
  tags,
  values,
});
export const cluster = (name: string, tags: Tags | null, values?: Values): AwsResource => ({
  kind: 'cluster',
  name,
  tags,
  values,
});
export const ecsService = (
  inCluster: string,
  name: string,
  tags: Tags | null,
  values?: Values,
): AwsResource => ({ kind: 'service', cluster: inCluster, name, tags, values });
export const restApi = (id: string, name: string, tags: Tags | null, values?: Values): AwsResource => ({
  kind: 'rest-api',
  id,
  name,
  tags,
  values,
});
export const httpApi = (id: string, name: string, tags: Tags | null, values?: Values): AwsResource => ({
  kind: 'http-api',
  id,
  name,
  tags,
  values,
});
