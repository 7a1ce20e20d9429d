import { expect, test } from 'vitest';
import type { SourcePart } from '@/lib/schemas/snapshot';
import { givenWords } from '@/lib/server/sight/given';

const part = (name: string, more: Partial<SourcePart> = {}): SourcePart => ({
  id: name,
  name,
  state: 'flowing',
  series: 12,
  kind: null,
  message: null,
  fix: null,
  ...more,
});
const of = (count: number, name: string) => ({ resources: { count, name } });

test('resources of all regions are counted together', () => {
  const parts = [
    part('Lambda in eu-west-1', of(2, 'Lambda function')),
    part('Lambda in us-east-1', of(1, 'Lambda function')),
    part('SQS in eu-west-1', of(1, 'SQS queue')),
    part('RDS in eu-west-1', of(1200, 'resource of AWS/RDS')),
  ];
  expect(givenWords('aws', parts, 14)).toBe(
    'AWS: data of 3 Lambda functions, 1 SQS queue and 1,200 resources of AWS/RDS, first seen after 14 s.',
  );
});

test('and of all accounts; what has nothing is named with its own', () => {
  const parts = [
    part('Lambda in eu-west-1', of(1, 'Lambda function')),
    part('Lambda in eu-west-1 of account 210987654321', of(2, 'Lambda function')),
    part('SQS in eu-west-1 of account 210987654321', {
      state: 'idle',
      message: 'CloudWatch has no metric of it.',
    }),
  ];
  expect(givenWords('aws', parts, 9)).toBe(
    'AWS: data of 3 Lambda functions, first seen after 9 s. SQS in eu-west-1 of account 210987654321: CloudWatch has no metric of it.',
  );
});

test('what cannot be counted as such is told by its series, what has nothing now by its reason', () => {
  const parts = [
    part('run.googleapis.com/request_count', { resources: { count: 12, name: 'series of Cloud Run' } }),
    part('run.googleapis.com/container/instance_count in pond', {
      resources: { count: 4, name: 'series of Cloud Run' },
    }),
    part('storage.googleapis.com/api/request_count'),
    part('pubsub.googleapis.com/topic', { state: 'idle', series: 0, message: 'Google has no series of it.' }),
  ];
  expect(givenWords('gcp', parts, 3)).toBe(
    'Google Cloud: 16 series of Cloud Run and 12 of storage.googleapis.com/api/request_count, first seen after 3 s. pubsub.googleapis.com/topic: Google has no series of it.',
  );
});
