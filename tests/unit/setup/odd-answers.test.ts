import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAnswers, type SetupAnswers, writeAnswers } from '@/lib/server/setup/answers/setup-answers';
import { type Settings, sourcesIn } from '@/lib/server/sources/sources';
import { freshPanel } from '../../support/panel/route-call';
import { awsStack } from '../../support/stack/aws-stack';

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

const METRICS = '    metrics:\n      - {name: Sent, statistics: [Sum]}\n';
const job = (n: number, more = '') =>
  `  - type: AWS/SQS\n    regions: [eu-west-1]\n${more}    dimensionNameRequirements: [Name${n}]\n${METRICS}`;
const role = (n: number) => `      - {roleArn: "arn:aws:iam::${100_000_000_000 + n}:role/weir"}\n`;
const tags = Array.from({ length: 51 }, (_, n) => `t${n}`).join(', ');
const roles = `    roles:\n${Array.from({ length: 51 }, (_, n) => role(n)).join('')}`;

test('answers that hold what stands in an odd file are read as they were written', async () => {
  const jobs = Array.from({ length: 201 }, (_, n) => job(n, n === 0 ? roles : '')).join('');
  const head = `apiVersion: v1alpha1\ndiscovery:\n  exportedTagsOnMetrics:\n    AWS/SQS: [${tags}]\n  jobs:\n`;
  const sources = sourcesIn(awsStack(head + jobs));
  const { aws } = sources;
  expect([aws.jobs.length, aws.roles.length, aws.exportedTags['AWS/SQS']?.length]).toEqual([201, 51, 51]);
  const answers: SetupAnswers = { destination: null, sources, cluster: 'attic' };
  await writeAnswers(answers);
  const now: Settings = {
    destination: { kind: 'local', url: '', username: '', secret: '' },
    sources,
    cluster: '',
  };
  const { jobs: read, roles: taken, exportedTags } = (await readAnswers(now)).sources?.aws ?? {};
  expect({ jobs: read, roles: taken, exportedTags }).toEqual({
    jobs: aws.jobs,
    roles: aws.roles,
    exportedTags: aws.exportedTags,
  });
});
