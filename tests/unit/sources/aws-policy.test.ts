import { expect, test } from 'vitest';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import { regionsOf } from '@/lib/pipeline/sources/aws/partition';
import { awsKeyPolicy, awsPolicy, awsTrustPolicy, besidesOf } from '@/lib/pipeline/sources/aws/policy';
import { awsServices } from '@/lib/pipeline/sources/aws/services';
import { taggedTypes } from '@/lib/server/sources/aws/doctor/tagged-types';

const actionsOf = (policy: string) =>
  (JSON.parse(policy).Statement as { Action: string[] }[]).flatMap(({ Action }) => Action);

test('Lambda, SQS and ECS need three actions', () => {
  expect(actionsOf(awsPolicy(['AWS/Lambda', 'AWS/SQS', 'AWS/ECS'], ['eu-west-1']))).toEqual([
    'tag:GetResources',
    'cloudwatch:ListMetrics',
    'cloudwatch:GetMetricData',
  ]);
});

test('API Gateway needs the lists of its two kinds, and nothing else of it', () => {
  const { Statement } = JSON.parse(awsPolicy(['AWS/ApiGateway'], ['eu-west-1', 'cn-north-1']));
  expect(Statement[1]).toMatchObject({
    Action: ['apigateway:GET'],
    Resource: [
      'arn:aws:apigateway:*::/restapis',
      'arn:aws:apigateway:*::/apis',
      'arn:aws-cn:apigateway:*::/restapis',
      'arn:aws-cn:apigateway:*::/apis',
    ],
  });
});

test('nothing is granted that no service needs', () => {
  const all = awsPolicy(
    awsServices.map(({ namespace }) => namespace),
    [],
  );
  expect(actionsOf(all)).toEqual([
    'tag:GetResources',
    'cloudwatch:ListMetrics',
    'cloudwatch:GetMetricData',
    'apigateway:GET',
  ]);
});

test('a namespace of a file that is called as what every object has is one that nobody knows', () => {
  expect(besidesOf('constructor')).toEqual([]);
  expect(namespaceName('constructor')).toBe('constructor');
  expect(taggedTypes('toString')).toEqual([]);
  expect(regionsOf('valueOf', ['X'], ['eu-west-1'])).toEqual(['eu-west-1']);
});

const roles = [{ arn: 'arn:aws-cn:iam::210987654321:role/weir', externalId: '' }];

test('the key reads nothing itself where only other accounts are measured', () => {
  const { Statement } = JSON.parse(awsKeyPolicy(['AWS/SQS'], ['cn-north-1'], { roles, ownAccount: false }));
  expect(Statement).toEqual([
    { Sid: 'WeirAssumesRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [roles[0]?.arn] },
  ]);
  const both = awsKeyPolicy(['AWS/SQS'], ['cn-north-1'], { roles, ownAccount: true });
  expect(actionsOf(both)).toEqual([...actionsOf(awsPolicy(['AWS/SQS'], [])), 'sts:AssumeRole']);
  const alone = { roles: [], ownAccount: true };
  expect(awsKeyPolicy(['AWS/SQS'], ['eu-west-1'], alone)).toBe(awsPolicy(['AWS/SQS'], ['eu-west-1']));
});

test('a role trusts the user of the key, with the external id that is asked for', () => {
  const user = 'arn:aws:iam::123456789012:user/weir';
  const [trust] = JSON.parse(awsTrustPolicy(user, 'b-1')).Statement;
  expect(trust).toEqual({
    Sid: 'WeirAssumesThis',
    Effect: 'Allow',
    Principal: { AWS: user },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'b-1' } },
  });
  expect(JSON.parse(awsTrustPolicy(user, '')).Statement[0]).not.toHaveProperty('Condition');
});
