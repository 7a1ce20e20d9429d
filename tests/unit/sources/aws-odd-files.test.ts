import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { savedSources, sourcesForm } from '@/components/forms/sources/source-forms';
import { settingsInputSchema, settingsSchema } from '@/lib/schemas/settings/settings';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { countAws } from '@/lib/server/sources/aws/counted';
import { partsIn } from '@/lib/server/sources/aws/jobs';
import { shippedFacts as facts } from '../../support/fixtures/shipped-texts';
import { awsStack } from '../../support/stack/aws-stack';

const job = (name: string, more: string[] = []) =>
  [
    `  - type: AWS/${name}`,
    '    regions: [eu-west-1]',
    '    dimensionNameRequirements: [QueueName]',
    ...more,
  ].join('\n');
const METRICS = ['    metrics:', '      - {name: Sent, statistics: [Sum]}'];
const fileOf = (jobs: string[]) => `apiVersion: v1alpha1\ndiscovery:\n  jobs:\n${jobs.join('\n')}\n`;
const tags = (count: number) => [
  '    searchTags:',
  ...Array.from({ length: count }, (_, i) => `      - {key: tag${i}, value: .*}`),
];
const aws = (text: string) => settingsView(awsStack(text), facts).sources.aws;

/** What is objected to where the first service searches by so many tags more. */
function problemsOf(text: string, more: number) {
  const { pi, containers, gcp } = settingsView(awsStack(text), facts).sources;
  const { secret: _, otherJobs: __, ...shown } = aws(text);
  const [first, ...others] = structuredClone(shown.jobs);
  const added = Array.from({ length: more }, (_, i) => ({ key: `more${i}`, value: '.*' }));
  const jobs = first ? [{ ...first, searchTags: [...(first.searchTags ?? []), ...added] }, ...others] : [];
  const input = { sources: { pi, containers, gcp, aws: { ...shown, enabled: true, jobs } } };
  const { problems } = changeTexts(settingsInputSchema.parse(input), awsStack(text), facts);
  return problems.map(({ field, message }) => [field, message]);
}

test('tags to search by are limited over all services, and those that stand in the file are in nobody’s way', () => {
  const names = ['SQS', 'SNS', 'Lambda', 'Kinesis', 'DynamoDB'];
  const full = fileOf(names.map((name) => job(name, [...tags(41), ...METRICS])));
  const some = fileOf(names.map((name) => job(name, [...tags(39), ...METRICS])));
  const tooMany = 'Search by at most 200 tags, of all services together.';
  expect(problemsOf(full, 0)).toEqual([]);
  expect(problemsOf(some, 5)).toEqual([]);
  expect(problemsOf(some, 6)).toEqual([['sources.aws.jobs', tooMany]]);
});

const role = (text: string) => ['    roles:', `      - {${text}}`, ...METRICS];
const ARN = 'arn:aws:iam::210987654321:role/weir';

const exported = (text: string) =>
  `apiVersion: v1alpha1\ndiscovery:\n  exportedTagsOnMetrics:\n    AWS/SQS: ${text}\n  jobs:\n${job('SQS', METRICS)}\n${job('SNS', METRICS)}\n`;
const MANY_TAGS = `[${Array.from({ length: 51 }, (_, i) => `t${i}`).join(', ')}]`;

test.each([
  ['51 of them', MANY_TAGS, 51],
  ['a long one', `[${'x'.repeat(200)}]`, 1],
  ['an empty one', '["", " "]', 2],
  ['one over two lines', '["a\\nb"]', 1],
  ['digits without quotes', '[2024, 7.5]', 2],
  ['no list', '{a: b}', undefined],
  ['a list of lists', '[[a]]', undefined],
])('tags that become labels are shown as they stand there, and are in nobody’s way: %s', (_, text, count) => {
  const texts = awsStack(exported(text));
  const { sources } = settingsView(texts, facts);
  expect(settingsSchema.shape.sources.safeParse(sources).error?.issues).toBeUndefined();
  expect(sources.aws.exportedTags['AWS/SQS']?.length).toBe(count);
  const form = sourcesForm(sources);
  const fields = { ...savedSources(sources), pi: { enabled: !sources.pi.enabled } };
  const other = changeTexts(settingsInputSchema.parse({ sources: form.parse(fields) }), texts, facts);
  expect(other.problems).toEqual([]);
  expect(other.texts.get('yace-config')).toBe(texts.get('yace-config'));
  // Another namespace beside it is changed alone.
  const exportedTags = { ...sources.aws.exportedTags, 'AWS/SNS': ['team'] };
  const changed = form.parse({ ...fields, aws: { ...fields.aws, exportedTags } });
  expect(changed.aws.exportedTags).toEqual({ 'AWS/SNS': ['team'] });
});

test('tags to search by are read without their quotes, and a region that is blank is none', () => {
  const text = fileOf([job('SQS', ['    searchTags:', '      - {key: 2024, value: 7}', ...METRICS])]);
  const { jobs, otherJobs, regions } = aws(text.replace('[eu-west-1]', '["", eu-west-1, " "]'));
  expect([jobs[0]?.searchTags, otherJobs, regions]).toEqual([
    [{ key: '2024', value: '7' }],
    [],
    ['eu-west-1'],
  ]);
});

test.each([
  ['51 roles', Array.from({ length: 51 }, (_, i) => job('SQS', role(`roleArn: ${ARN}${i}`)))],
  ['a blank ARN', [job('SQS', role('roleArn: " "'))]],
  ['a long external id', [job('SQS', role(`roleArn: ${ARN}, externalId: ${'x'.repeat(1300)}`))]],
  ['201 jobs', Array.from({ length: 201 }, () => job('SQS', METRICS))],
])('the settings are answered whatever stands in the file: %s', (_, jobs) => {
  const view = settingsView(awsStack(fileOf(jobs)), facts);
  const read = settingsSchema.shape.sources.safeParse(view.sources);
  expect(read.error?.issues).toBeUndefined();
});

test('an external id that YAML takes for a number is that text', () => {
  const [first] = aws(fileOf([job('SQS', role(`roleArn: ${ARN}, externalId: 123456789012`))])).roles;
  expect(first).toEqual({ arn: ARN, externalId: '123456789012' });
});

test('a file that multiplies to more than can be followed is followed as one thing', () => {
  const regions = Array.from({ length: 40 }, (_, i) => `xx-far-${i}`).join(', ');
  const roles = Array.from(
    { length: 30 },
    (_, i) => `      - {roleArn: ${ARN.replace('54321', String(54321 + i))}}`,
  );
  const many = [`  - type: AWS/SQS`, `    regions: [${regions}]`, '    roles:', ...roles, ...METRICS].join(
    '\n',
  );
  expect(partsIn(parse(fileOf([many])))).toEqual([]);
  expect(countAws(parse(fileOf([many])), 'yace_cloudwatch_requests_total 5')).toBeNull();
});
