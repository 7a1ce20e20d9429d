import { afterAll, beforeAll, expect, test } from 'vitest';
import { askJson, askPath } from '../../support/fakes/aws/ask';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { AwsResource } from '../../support/fakes/aws/resources';
import {
  cluster,
  ecsService,
  httpApi,
  lambda,
  oneAccount,
  queue,
  restApi,
} from '../../support/fakes/aws/world';

const many = (count: number, make: (name: string) => AwsResource) =>
  Array.from({ length: count }, (_, index) => make(`n${index}`));

let aws: FakeAws;
beforeAll(async () => {
  const resources = [
    ...many(120, (name) => lambda(name, null)),
    ...many(30, (name) => httpApi(name, name, null)),
    ...many(30, (name) => restApi(name, name, null)),
    ...many(30, (name) => queue(name, null)),
    cluster('main', null),
    ...many(12, (name) => ecsService('main', name, null)),
  ];
  aws = await startFakeAws('127.0.0.1', oneAccount(resources));
});
afterAll(() => aws.close());

type Lists = Record<string, string[]>;
const read = async (response: Promise<Response>) => (await (await response).json()) as Lists;

test('functions come in fifties, whatever is asked for', async () => {
  const path = '/2015-03-31/functions/?MaxItems=1000';
  const sizes: (number | undefined)[] = [];
  let marker: unknown = '';
  while (typeof marker === 'string') {
    const page = await read(askPath(aws, 'lambda', marker === '' ? path : `${path}&Marker=${marker}`));
    sizes.push(page.Functions?.length);
    marker = page.NextMarker;
  }
  expect(sizes).toEqual([50, 50, 20]);
});

test('APIs of both kinds, of which only one has a page of the asked size', async () => {
  expect((await read(askPath(aws, 'apigateway', '/restapis?limit=500'))).item).toHaveLength(30);
  const page = await read(askPath(aws, 'apigateway', '/v2/apis'));
  expect(page.items).toHaveLength(25);
  const rest = await read(askPath(aws, 'apigateway', `/v2/apis?nextToken=${page.nextToken}`));
  expect(rest.items).toHaveLength(5);
  expect(rest.nextToken).toBeUndefined();
});

test('queues, in pages only when a size is asked for', async () => {
  const all = await read(askJson(aws, 'sqs', 'ListQueues'));
  expect(all.QueueUrls).toHaveLength(30);
  expect(all.QueueUrls?.[0]).toBe('https://sqs.eu-west-1.amazonaws.com/123456789012/n0');
  const page = await read(askJson(aws, 'sqs', 'ListQueues', { MaxResults: 20 }));
  const rest = await read(askJson(aws, 'sqs', 'ListQueues', { MaxResults: 20, NextToken: page.NextToken }));
  expect([page.QueueUrls?.length, rest.QueueUrls?.length]).toEqual([20, 10]);
});

test('clusters, and their services ten by ten', async () => {
  const { clusterArns = [] } = await read(askJson(aws, 'ecs', 'ListClusters'));
  expect(clusterArns).toEqual(['arn:aws:ecs:eu-west-1:123456789012:cluster/main']);
  const input = { cluster: clusterArns[0] };
  const page = await read(askJson(aws, 'ecs', 'ListServices', input));
  const rest = await read(askJson(aws, 'ecs', 'ListServices', { ...input, nextToken: page.nextToken }));
  expect([page.serviceArns?.length, rest.serviceArns?.length]).toEqual([10, 2]);
  const other = await read(askJson(aws, 'ecs', 'ListServices', { cluster: 'other' }));
  expect(other.__type).toBe('ClusterNotFoundException');
});
