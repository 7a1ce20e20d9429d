import 'server-only';
import { z } from 'zod';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';
import { besidesOf } from '@/lib/pipeline/sources/aws/policy';
import { own } from '@/lib/pipeline/sources/own';
import type { Answer } from '../../doctor/ask-cloud';
import { askAws, type Caller } from './ask';
import { askJson, askPath, FORM, isObject } from './questions';

type Try = (caller: Caller, region: string) => Promise<Answer<unknown>>;
type Services = Parameters<typeof askJson>[1];

/** Of a service that answers in XML. @param input with the least that it takes */
const inXml =
  (service: string, operation: string, input: Record<string, string>): Try =>
  (caller, region) =>
    askAws(
      caller,
      {
        ...{ action: `${service}:${operation}`, service, region, headers: FORM },
        body: new URLSearchParams({ Action: operation, ...input }).toString(),
      },
      (text) => text.includes(`<${operation}Response`) || undefined,
    );
const inJson =
  (service: Services, operation: string, input: object): Try =>
  (caller, region) =>
    askJson(caller, service, [`${service}:${operation}`, region], input, isObject);
const atPath =
  (service: 'apigateway' | 'aps', action: string, path: string): Try =>
  (caller, region) =>
    askPath(caller, service, [`${service}:${action}`, region], path, z.looseObject({}));

const EC2 = { Version: '2016-11-15', MaxResults: '5' };
const shield = inJson('shield', 'ListProtections', { MaxResults: 1 });

/** One question each of what besides is needed: those that cost nothing, and are about nothing that has to be known before. */
const TRIES: Readonly<Record<string, readonly Try[]>> = {
  'apigateway:GET': [
    atPath('apigateway', 'GET', '/restapis?limit=1'),
    atPath('apigateway', 'GET', '/v2/apis?maxResults=1'),
  ],
  'autoscaling:DescribeAutoScalingGroups': [
    inXml('autoscaling', 'DescribeAutoScalingGroups', { Version: '2011-01-01', MaxRecords: '1' }),
  ],
  'shield:ListProtections': [(caller, region) => shield(caller, partitionOf(region).home)],
  'dms:DescribeReplicationInstances': [inJson('dms', 'DescribeReplicationInstances', { MaxRecords: 20 })],
  'dms:DescribeReplicationTasks': [
    inJson('dms', 'DescribeReplicationTasks', { MaxRecords: 20, WithoutSettings: true }),
  ],
  'ec2:DescribeSpotFleetRequests': [inXml('ec2', 'DescribeSpotFleetRequests', EC2)],
  'aps:ListWorkspaces': [atPath('aps', 'ListWorkspaces', '/workspaces?maxResults=1')],
  'storagegateway:ListGateways': [inJson('storagegateway', 'ListGateways', { Limit: 1 })],
  'ec2:DescribeTransitGatewayAttachments': [inXml('ec2', 'DescribeTransitGatewayAttachments', EC2)],
};

const triesOf = (action: string) => own(TRIES, action) ?? [];

/** Tries what a namespace needs besides what all need. */
export const askBesides = (caller: Caller, region: string, namespace: string): Promise<Answer<unknown>[]> =>
  Promise.all(
    besidesOf(namespace)
      .flatMap(triesOf)
      .map((one) => one(caller, region)),
  );

/** Of what it needs besides: what is not tried. */
export const untriedOf = (namespace: string): string[] =>
  besidesOf(namespace).filter((action) => triesOf(action).length === 0);
