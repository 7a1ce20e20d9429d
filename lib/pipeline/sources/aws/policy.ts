import { own } from '../own';
import type { Accounts } from './accounts';
import { partitionOf } from './partition';

/** What YACE calls for every discovery job; `sts:GetCallerIdentity` needs no grant. Its source, pkg/clients. */
const OF_EVERY_JOB = ['tag:GetResources', 'cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'];

/** What it calls besides to find the resources of some namespaces. */
const OF_NAMESPACES: Record<string, readonly string[]> = {
  'AWS/ApiGateway': ['apigateway:GET'],
  'AWS/AutoScaling': ['autoscaling:DescribeAutoScalingGroups'],
  'AWS/DDoSProtection': ['shield:ListProtections'],
  'AWS/DMS': ['dms:DescribeReplicationInstances', 'dms:DescribeReplicationTasks'],
  'AWS/EC2Spot': ['ec2:DescribeSpotFleetRequests'],
  'AWS/Prometheus': ['aps:ListWorkspaces'],
  'AWS/StorageGateway': ['storagegateway:ListGateways', 'storagegateway:ListTagsForResource'],
  'AWS/TransitGateway': ['ec2:DescribeTransitGatewayAttachments'],
};

/** IAM actions that only a job of this namespace needs. */
export const besidesOf = (namespace: string): readonly string[] => own(OF_NAMESPACES, namespace) ?? [];

/** Resources of the one action that takes a path for its resource. */
const paths = (regions: readonly string[]) =>
  [...new Set((regions.length > 0 ? regions : ['']).map((region) => partitionOf(region).arn))].flatMap(
    (arn) => [`arn:${arn}:apigateway:*::/restapis`, `arn:${arn}:apigateway:*::/apis`],
  );

const statement = (sid: string, actions: readonly string[], resource: string | readonly string[]) => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

const policy = (statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);

function readStatements(namespaces: readonly string[], regions: readonly string[]) {
  const actions = [...new Set([...OF_EVERY_JOB, ...namespaces.flatMap(besidesOf)])];
  const others = actions.filter((action) => action !== 'apigateway:GET');
  const isOnly = others.length === actions.length;
  return [
    statement('WeirReadsMetrics', others, '*'),
    ...(isOnly ? [] : [statement('WeirReadsApis', ['apigateway:GET'], paths(regions))]),
  ];
}

/** The smallest IAM policy with which these namespaces give all that YACE is asked for, as JSON to be pasted. */
export const awsPolicy = (namespaces: readonly string[], regions: readonly string[]): string =>
  policy(readStatements(namespaces, regions));

/** That of the key: it may become the roles, and reads itself only where its own account is measured. */
export function awsKeyPolicy(
  namespaces: readonly string[],
  regions: readonly string[],
  { roles, ownAccount }: Accounts,
): string {
  const arns = roles.map(({ arn }) => arn);
  return policy([
    ...(ownAccount || arns.length === 0 ? readStatements(namespaces, regions) : []),
    ...(arns.length > 0 ? [statement('WeirAssumesRoles', ['sts:AssumeRole'], arns)] : []),
  ]);
}

/** What says who may become a role. @param principal ARN of the user whose key it is @param externalId '': none is asked for */
export const awsTrustPolicy = (principal: string, externalId: string): string =>
  policy([
    {
      Sid: 'WeirAssumesThis',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      ...(externalId !== '' && { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ]);
