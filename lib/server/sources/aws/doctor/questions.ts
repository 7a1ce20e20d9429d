import 'server-only';
import { z } from 'zod';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';
import { type Answer, inShape } from '../../doctor/ask-cloud';
import { askAws, type Caller } from './ask';

/** Of the services that take a form. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TARGETS = {
  tagging: ['ResourceGroupsTaggingAPI_20170126', 'application/x-amz-json-1.1'],
  monitoring: ['GraniteServiceVersion20100801', 'application/x-amz-json-1.0'],
  sqs: ['AmazonSQS', 'application/x-amz-json-1.0'],
  ecs: ['AmazonEC2ContainerServiceV20141113', 'application/x-amz-json-1.1'],
  dms: ['AmazonDMSv20160101', 'application/x-amz-json-1.1'],
  shield: ['AWSShield_20160616', 'application/x-amz-json-1.1'],
  storagegateway: ['StorageGateway_20130630', 'application/x-amz-json-1.1'],
} as const;

/** How many pages are read of a list: 1,000 resources with tags. */
const PAGES = 10;
/** Of one list: more are not looked through. */
const MOST_ITEMS = 2000;
/** ARNs are shorter, names too. */
export const text = z.string().max(2048);
export const pageToken = z.string().max(16_384).nullish();

export interface Identity {
  /** Twelve digits. */
  account: string;
  arn: string;
}

const identityIn = (text: string): Identity | undefined => {
  const account = /<Account>(\d{12})<\/Account>/.exec(text)?.[1];
  const arn = /<Arn>([\w:/+=,.@-]{1,2048})<\/Arn>/.exec(text)?.[1];
  return account === undefined || arn === undefined ? undefined : { account, arn };
};

/** Whose key it is. A region that is not switched on does not know it. */
export const askIdentity = (caller: Caller, region: string): Promise<Answer<Identity>> =>
  askAws(
    caller,
    {
      ...{ action: 'sts:GetCallerIdentity', service: 'sts', region, headers: FORM },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    },
    identityIn,
  );

/** The account's name, which YACE then makes a label of every series; '' for an account without one. */
export const askAlias = (caller: Caller, region: string): Promise<Answer<string>> =>
  askAws(
    caller,
    {
      ...{
        action: 'iam:ListAccountAliases',
        service: 'iam',
        region: partitionOf(region).home,
        headers: FORM,
      },
      body: 'Action=ListAccountAliases&Version=2010-05-08',
    },
    (text) =>
      text.includes('<ListAccountAliasesResponse')
        ? (/<member>([a-z0-9-]{1,80})<\/member>/.exec(text)?.[1] ?? '')
        : undefined,
  );

/** Of a service that has names for what it does. @param action e.g. `tag:GetResources` */
export function askJson<T>(
  caller: Caller,
  service: keyof typeof TARGETS,
  [action, region]: [action: string, region: string],
  input: object,
  read: (text: string) => T | undefined,
): Promise<Answer<T>> {
  const [target, type] = TARGETS[service];
  const headers = { 'content-type': type, 'x-amz-target': `${target}.${action.split(':')[1]}` };
  return askAws(caller, { action, service, region, headers, body: JSON.stringify(input) }, read);
}

/** Of a service that has paths. */
export const askPath = <T>(
  caller: Caller,
  service: 'apigateway' | 'aps' | 'lambda',
  [action, region]: [action: string, region: string],
  path: string,
  shape: z.ZodType<T>,
): Promise<Answer<T>> => askAws(caller, { action, service, region, method: 'GET', path }, inShape(shape));

/**
 * All items of a list that comes in pages; the first page that is refused is the answer.
 * @param page asks for one. @returns `isAll` false: there are more
 */
export async function askPages<T>(
  page: (token: string | undefined) => Promise<Answer<{ items: T[]; next: string | undefined }>>,
): Promise<Answer<{ items: T[]; isAll: boolean }>> {
  const items: T[] = [];
  let token: string | undefined;
  for (let count = 0; count < PAGES; count += 1) {
    const answer = await page(token);
    if (!answer.ok) return answer;
    const { items: more, next } = answer.value;
    for (const item of more.slice(0, MOST_ITEMS - items.length)) items.push(item);
    if (!next && more.length <= MOST_ITEMS) return { ok: true, value: { items, isAll: true } };
    // The same again would never end.
    if (next === token || items.length >= MOST_ITEMS) break;
    token = next;
  }
  return { ok: true, value: { items, isAll: false } };
}

const tagged = z
  .object({
    ResourceTagMappingList: z.array(z.object({ ResourceARN: text })),
    PaginationToken: pageToken,
  })
  .transform((given) => ({
    items: given.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN),
    next: given.PaginationToken ?? undefined,
  }));

/** ARNs of what has a tag. @param types as `ResourceTypeFilters`; empty: only whether it may be asked */
export const askTagged = (caller: Caller, region: string, types: readonly string[]) =>
  askPages((token) =>
    askJson(
      caller,
      'tagging',
      ['tag:GetResources', region],
      { ResourcesPerPage: 100, ResourceTypeFilters: types, PaginationToken: token },
      inShape(types.length > 0 ? tagged : tagged.transform(({ items }) => ({ items, next: undefined }))),
    ),
  );

/** What it holds does not matter. */
export const isObject = (text: string) => text.trimStart().startsWith('{') || undefined;

/** Whether the metrics may be listed: one request, of the million that a month has for nothing. */
export const askMetrics = (caller: Caller, region: string, namespace: string) =>
  askJson(
    caller,
    'monitoring',
    ['cloudwatch:ListMetrics', region],
    { Namespace: namespace, RecentlyActive: 'PT3H' },
    isObject,
  );

/** Whether values may be read: AWS bills it as one metric, 0.00001 US dollars. */
export function askValues(caller: Caller, region: string, namespace: string) {
  const nowSeconds = Math.floor(Date.now() / 60_000) * 60;
  const Metric = { Namespace: namespace, MetricName: 'Weir' };
  return askJson(
    caller,
    'monitoring',
    ['cloudwatch:GetMetricData', region],
    {
      StartTime: nowSeconds - 600,
      EndTime: nowSeconds,
      MetricDataQueries: [{ Id: 'weir', MetricStat: { Metric, Period: 300, Stat: 'Sum' } }],
    },
    isObject,
  );
}
