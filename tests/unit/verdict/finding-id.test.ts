import { expect, test } from 'vitest';
import { eventSchema } from '@/lib/schemas/event';
import { acknowledgeSchema } from '@/lib/schemas/notify';
import { sourceSample } from '../../support/fakes/fake-pipeline.ts';
import { part } from '../../support/fixtures/snapshot-parts.ts';
import { judge } from '../../support/panel/judge';

const REGION = `xx-${'far-'.repeat(200)}1`;
const unknown = (metric: string) =>
  part(`AWS/SQS ${REGION}${metric}`, 'SQS far away', { state: 'flowing', message: `No ${metric}.` });

test('what a file by hand makes long is found all the same, each by an id that the timeline and messages keep', () => {
  const { findings } = judge((pipeline) => {
    pipeline.sources[0] = sourceSample('aws', { state: 'flowing', parts: [unknown('a'), unknown('b')] });
  });
  const ids = findings.map(({ id }) => id).filter((id) => id.startsWith('source-metric-aws'));
  expect(new Set(ids).size).toBe(2);
  for (const findingId of ids) {
    expect(eventSchema.shape.subject.safeParse(findingId).success).toBe(true);
    expect(acknowledgeSchema.safeParse({ findingId, isAcknowledged: true }).success).toBe(true);
  }
});
