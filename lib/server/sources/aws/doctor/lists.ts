import 'server-only';
import { z } from 'zod';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';
import { type Answer, inShape } from '../../doctor/ask-cloud';
import type { Caller } from './ask';
import { askJson, askPages, askPath, pageToken, text } from './questions';

/** Something that gives series when it, or what it belongs to, has a tag. */
export interface Resource {
  arn: string;
  /** For people. Untrusted. */
  name: string;
  /** Its cluster, whose tag counts for it. */
  within?: string;
}

/** Where the lists are read. */
export interface Place {
  caller: Caller;
  region: string;
  account: string;
}
export type Listed = Answer<{ items: Resource[]; isAll: boolean }>;
/** What a service itself says that it has, tagged or not. */
export type List = (place: Place) => Promise<Listed>;

/** Clusters of which the services are asked for. */
const MOST_CLUSTERS = 10;

const page = <T>(items: T[], next: string | null | undefined) => ({ items, next: next ?? undefined });
const query = (path: string, values: Record<string, string | undefined>) => {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
};

const functions = z
  .object({
    Functions: z.array(z.object({ FunctionName: text, FunctionArn: text })),
    NextMarker: pageToken,
  })
  .transform(({ Functions, NextMarker }) =>
    page(
      Functions.map(({ FunctionName, FunctionArn }) => ({ name: FunctionName, arn: FunctionArn })),
      NextMarker,
    ),
  );
export const listFunctions: List = ({ caller, region }) =>
  askPages((Marker) =>
    askPath(
      caller,
      'lambda',
      ['lambda:ListFunctions', region],
      query('/2015-03-31/functions', { MaxItems: '50', Marker }),
      functions,
    ),
  );

export const listQueues: List = ({ caller, region, account }) => {
  const arn = (name: string) => `arn:${partitionOf(region).arn}:sqs:${region}:${account}:${name}`;
  const queues = z
    .object({ QueueUrls: z.array(text).nullish(), NextToken: pageToken })
    .transform(({ QueueUrls, NextToken }) => {
      const names = (QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1));
      return page(
        names.map((name) => ({ name, arn: arn(name) })),
        NextToken,
      );
    });
  return askPages((NextToken) =>
    askJson(caller, 'sqs', ['sqs:ListQueues', region], { MaxResults: 1000, NextToken }, inShape(queues)),
  );
};

const clusters = z
  .object({ clusterArns: z.array(text), nextToken: pageToken })
  .transform(({ clusterArns, nextToken }) => page(clusterArns, nextToken));
const services = z
  .object({ serviceArns: z.array(text), nextToken: pageToken })
  .transform(({ serviceArns, nextToken }) => page(serviceArns, nextToken));

/** The services of each cluster. */
export const listServices: List = async ({ caller, region }) => {
  const found = await askPages((nextToken) =>
    askJson(caller, 'ecs', ['ecs:ListClusters', region], { nextToken }, inShape(clusters)),
  );
  if (!found.ok) return found;
  const asked = found.value.items.slice(0, MOST_CLUSTERS);
  const lists = await Promise.all(
    asked.map(async (cluster) => {
      const list = await askPages((nextToken) =>
        askJson(
          caller,
          'ecs',
          ['ecs:ListServices', region],
          { cluster, maxResults: 100, nextToken },
          inShape(services),
        ),
      );
      return { cluster, list };
    }),
  );
  const items: Resource[] = [];
  for (const { cluster, list } of lists) {
    if (!list.ok) return list;
    const inside = cluster.slice(cluster.lastIndexOf('/') + 1);
    for (const arn of list.value.items) {
      const name = `${inside}/${arn.slice(arn.lastIndexOf('/') + 1)}`;
      items.push({ arn, name, within: cluster });
    }
  }
  const isAll =
    asked.length === found.value.items.length && lists.every(({ list }) => list.ok && list.value.isAll);
  return { ok: true, value: { items, isAll } };
};

/** Of both kinds: YACE needs both lists for either. */
export const listApis: List = async ({ caller, region }) => {
  const action: [string, string] = ['apigateway:GET', region];
  const arn = (kind: string, id: string) =>
    `arn:${partitionOf(region).arn}:apigateway:${region}::/${kind}/${id}`;
  const restApis = z
    .object({
      item: z.array(z.object({ id: text, name: text.nullish() })).nullish(),
      position: pageToken,
    })
    .transform(({ item, position }) =>
      page(
        (item ?? []).map(({ id, name }) => ({ arn: arn('restapis', id), name: name ?? id })),
        position,
      ),
    );
  const httpApis = z
    .object({ items: z.array(z.object({ apiId: text, name: text.nullish() })), nextToken: pageToken })
    .transform(({ items, nextToken }) =>
      page(
        items.map(({ apiId, name }) => ({ arn: arn('apis', apiId), name: name ?? apiId })),
        nextToken,
      ),
    );
  const [rest, http] = await Promise.all([
    askPages((position) =>
      askPath(caller, 'apigateway', action, query('/restapis', { limit: '500', position }), restApis),
    ),
    askPages((nextToken) =>
      askPath(caller, 'apigateway', action, query('/v2/apis', { nextToken }), httpApis),
    ),
  ]);
  if (!rest.ok) return rest;
  if (!http.ok) return http;
  const isAll = rest.value.isAll && http.value.isAll;
  return { ok: true, value: { items: [...rest.value.items, ...http.value.items], isAll } };
};
