import { z } from 'zod';
import { type Answers, type Asked, inputOf, pageOf } from './answers.ts';
import { Refusal } from './faults.ts';
import { type AwsResource, arnOf } from './resources.ts';

// What the services themselves say of their resources, tagged or not.

type Kind = AwsResource['kind'];
const ofKind = <K extends Kind>({ resources }: Asked, kind: K) =>
  resources.filter((resource): resource is Extract<AwsResource, { kind: K }> => resource.kind === kind);
const arnIn =
  ({ call, key }: Asked) =>
  (resource: AwsResource) =>
    arnOf(resource, call.region, key.account);

/** Numbers in a query string. */
const size = (initial: number, most: number) => z.coerce.number().int().min(1).max(most).default(initial);
const token = z.string().optional();

const restApis = z.object({ limit: size(25, 500), position: token });
const functions = z.object({ MaxItems: size(50, 10_000), Marker: token });
/** AWS gives fifty at most, whatever is asked for. */
const FUNCTIONS_PER_PAGE = 50;
const queues = z.object({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.int().optional(),
  NextToken: token,
});
/** Without `MaxResults` there is one answer of so many, and no token. */
const QUEUES = 1000;
/** EC2 and DMS take no less of a page than this. */
const LEAST = { ec2: 5, dms: 20 };
const workspaces = z.object({ maxResults: size(100, 1000), nextToken: token });
const inForm = z.object({ MaxResults: z.coerce.number().int().min(LEAST.ec2).max(1000).optional() });
const replications = z.object({ MaxRecords: z.int().min(LEAST.dms).max(100).default(100) });
const clusters = z.object({ maxResults: size(100, 100), nextToken: token });
const services = z.object({
  cluster: z.string().default('default'),
  maxResults: size(10, 100),
  nextToken: token,
});

function restApiPage(asked: Asked) {
  const { limit, position } = inputOf(restApis, asked);
  const { page, next } = pageOf(ofKind(asked, 'rest-api'), limit, position);
  return { position: next, item: page.map(({ id, name }) => ({ id, name, createdDate: 1_700_000_000 })) };
}

function httpApiPage(asked: Asked) {
  const input = inputOf(
    z.object({ maxResults: size(asked.world.httpApisPage, 500), nextToken: token }),
    asked,
  );
  const { page, next } = pageOf(ofKind(asked, 'http-api'), input.maxResults, input.nextToken);
  const items = page.map(({ id, name }) => ({
    apiId: id,
    name,
    protocolType: 'HTTP',
    routeSelectionExpression: '$request.method $request.path',
  }));
  return { nextToken: next, items };
}

/** What is looked for and of which this world has nothing: whether it may be asked is all that it tells. */
const nothingAnswers: Answers = {
  'aps:ListWorkspaces': (asked) => {
    inputOf(workspaces, asked);
    return { workspaces: [] };
  },
  'autoscaling:DescribeAutoScalingGroups': (asked) => {
    inputOf(z.object({ MaxRecords: size(50, 100) }), asked);
    return { AutoScalingGroups: [] };
  },
  'dms:DescribeReplicationInstances': (asked) => {
    inputOf(replications, asked);
    return { ReplicationInstances: [] };
  },
  'dms:DescribeReplicationTasks': (asked) => {
    inputOf(replications, asked);
    return { ReplicationTasks: [] };
  },
  'ec2:DescribeSpotFleetRequests': (asked) => {
    inputOf(inForm, asked);
    return { requestId: asked.call.action, spotFleetRequestConfigSet: [] };
  },
  'ec2:DescribeTransitGatewayAttachments': (asked) => {
    inputOf(inForm, asked);
    return { requestId: asked.call.action, transitGatewayAttachments: [] };
  },
  'shield:ListProtections': (asked) => {
    // Shield is in one region alone.
    if (asked.call.region !== 'us-east-1')
      throw new Refusal(403, 'SignatureDoesNotMatch', 'Credential should be scoped to a valid region.');
    return { Protections: [] };
  },
  'storagegateway:ListGateways': (asked) => {
    inputOf(z.object({ Limit: z.int().min(1).default(100) }), asked);
    return { Gateways: [] };
  },
};

export const listingAnswers: Answers = {
  ...nothingAnswers,

  'apigateway:GET': (asked) => {
    if (asked.call.path === '/restapis') return restApiPage(asked);
    if (asked.call.path === '/v2/apis') return httpApiPage(asked);
    throw new Refusal(404, 'NotFoundException', `fake-aws knows no ${asked.call.path}`);
  },

  'lambda:ListFunctions': (asked) => {
    const { MaxItems, Marker } = inputOf(functions, asked);
    const most = Math.min(MaxItems, FUNCTIONS_PER_PAGE);
    const { page, next } = pageOf(ofKind(asked, 'function'), most, Marker);
    const arn = arnIn(asked);
    const Functions = page.map((one) => ({
      FunctionName: one.name,
      FunctionArn: arn(one),
      Timeout: one.timeoutSeconds ?? 3,
      MemorySize: one.memoryMb ?? 128,
    }));
    return { NextMarker: next ?? null, Functions };
  },

  'sqs:ListQueues': (asked) => {
    const { QueueNamePrefix, MaxResults, NextToken } = inputOf(queues, asked);
    const found = ofKind(asked, 'queue').filter(({ name }) => name.startsWith(QueueNamePrefix));
    const { page, next } = pageOf(found, MaxResults ?? QUEUES, NextToken);
    const { call, key } = asked;
    return {
      QueueUrls: page.map(({ name }) => `https://sqs.${call.region}.amazonaws.com/${key.account}/${name}`),
      NextToken: MaxResults === undefined ? undefined : next,
    };
  },

  'ecs:ListClusters': (asked) => {
    const { maxResults, nextToken } = inputOf(clusters, asked);
    const { page, next } = pageOf(ofKind(asked, 'cluster'), maxResults, nextToken);
    return { clusterArns: page.map(arnIn(asked)), nextToken: next };
  },

  'ecs:ListServices': (asked) => {
    const { cluster, maxResults, nextToken } = inputOf(services, asked);
    const name = cluster.split('/').at(-1);
    if (!ofKind(asked, 'cluster').some((one) => one.name === name))
      throw new Refusal(400, 'ClusterNotFoundException', 'Cluster not found.');
    const found = ofKind(asked, 'service').filter((service) => service.cluster === name);
    const { page, next } = pageOf(found, maxResults, nextToken);
    return { serviceArns: page.map(arnIn(asked)), nextToken: next };
  },
};
