import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recommended } from '@/lib/pipeline/sources/aws/job';
import { type AwsServiceId, awsServiceIds, shippedAwsServices } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService, awsServices } from '@/lib/pipeline/sources/aws/services';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { jobMapping, recommendedJob } from '@/lib/server/sources/aws/edit-jobs';
import { serviceOf, servicesIn } from '@/lib/server/sources/aws/jobs';
import { corpus } from '../../support/cases/corpus';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';
import { awsStack as stack } from '../../support/stack/aws-stack';

interface Job {
  type: string;
  regions: string[];
}
interface Config {
  discovery?: { jobs?: Job[]; exportedTagsOnMetrics?: Record<string, string[]> };
}

/** A reading of its own, not that of the code under test. */
const read = (text: string): Config =>
  JSON.parse(JSON.stringify(parse(text, { merge: true, maxAliasCount: 1000 }) ?? {})) as Config;
const jobsIn = (text: string) => read(text).discovery?.jobs ?? [];

/** Whether all lines are there, in the same order. */
function isWithin(lines: string[], all: string[]): boolean {
  let at = 0;
  for (const line of all) if (line === lines[at]) at += 1;
  return at === lines.length;
}

const awsIn = (texts: Texts) => settingsView(texts, facts).sources.aws;

/** The form of the sources, saved with something else of AWS. */
function save(texts: Texts, wanted: { services?: AwsServiceId[] | undefined; regions?: string[] }) {
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;
  const { secret: _, otherJobs: __, ...shown } = aws;
  const change = settingsInputSchema.parse({
    sources: { pi, containers, gcp, aws: { ...shown, enabled: true, ...wanted } },
  });
  const { texts: after, title, problems } = changeTexts(change, texts, facts);
  return { after, yace: after.get('yace-config') ?? '', title, problems };
}

const STATIC = `apiVersion: v1alpha1
static:
  - namespace: AWS/Billing
    name: billing
    regions: [us-east-1]
    dimensions: [{name: Currency, value: USD}]
    metrics: [{name: EstimatedCharges, statistics: [Maximum], period: 21600, length: 21600}]
`;

describe('the catalogue of AWS services', () => {
  it('is what config/yace/config.yml asks for as it ships', () => {
    const yace = shippedTexts().get('yace-config') ?? '';
    expect(jobsIn(yace)).toEqual(shippedAwsServices.map((id) => recommendedJob(id, ['us-east-1'])));
    expect(awsIn(stack())).toMatchObject({ services: shippedAwsServices, otherJobs: [] });
  });

  it.each(awsServices)('$id: what is wanted of it can be asked for', (service) => {
    const { metrics, period, length, delay, dimensions } = service;
    expect(serviceOf(recommendedJob(service.id, ['eu-west-1']))).toBe(service.id);
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { statistics, nilToZero } of metrics) {
      expect(statistics.length).toBeGreaterThan(0);
      for (const one of statistics)
        expect(one).toMatch(/^(?:Sum|Average|Minimum|Maximum|SampleCount|p\d\d)$/);
      // No point is no call, and not a call that took no time.
      if (nilToZero) for (const one of statistics) expect(one).toMatch(/^(?:Sum|Maximum)$/);
    }
    expect(dimensions.length).toBeGreaterThan(0);
    expect(period % 60).toBe(0);
    expect(length).toBeGreaterThanOrEqual(period);
    // Only another period is another number.
    expect(delay % period).toBe(0);
    // Of a longer time the newest point is read, which has come late enough.
    expect(delay + length).toBeGreaterThan(period);
  });

  it('has each id once, and no two services with the same job', () => {
    expect(awsServices.map(({ id }) => id)).toEqual(awsServiceIds);
    expect(new Set(awsServices.map((one) => [one.namespace, ...one.dimensions].join())).size).toBe(20);
  });
});

describe('services in the file', () => {
  it.each([
    ['in another order', 'dimensionNameRequirements: [ServiceName, ClusterName]', 'ecs'],
    ['fewer', 'dimensionNameRequirements: [ClusterName]', null],
    ['more', 'dimensionNameRequirements: [ClusterName, ServiceName, TaskId]', null],
    ['none', 'metrics: []', null],
    ['no list', 'dimensionNameRequirements: ClusterName', null],
  ])('are known by their dimensions: %s', (_, line, expected) => {
    expect(serviceOf(parse(`{type: AWS/ECS, ${line}}`))).toBe(expected);
  });

  it.each([
    [
      'static jobs and jobs of own namespaces count',
      'yace-mixed.yml',
      ['lambda', 'ecs'],
      ['discovery AWS/RDS: 1 metric in eu-central-1', 'customNamespace garden: 1 metric in eu-central-1'],
    ],
    [
      'Lambda with every combination of dimensions is somebody’s own',
      'yace-plain.yml',
      [],
      [
        'discovery AWS/Lambda: 2 metrics in eu-west-1, us-east-1',
        'discovery AWS/SQS: 2 metrics in eu-west-1, us-east-1',
        'static billing: 1 metric in us-east-1',
      ],
    ],
    ['an API by its stages does not: it is known by them', 'yace-flow.yml', ['sqs'], []],
  ])('%s', (_, name, services, otherJobs) => {
    const file = corpus('yace').find((one) => one.name === name);
    expect(awsIn(stack(file?.text))).toMatchObject({ services, otherJobs });
  });

  it('other jobs of any form are told in so many words at most', () => {
    const name = '<b>'.repeat(1000);
    const fixed = [{ name, regions: Array(99).fill('eu-west-1'), metrics: 'none' }, 7, ...Array(60).fill({})];
    const { otherJobs, moreJobs } = servicesIn({ static: fixed });
    expect(otherJobs).toHaveLength(50);
    expect(moreJobs).toBe(12);
    expect(otherJobs[1]).toBe('static without a name: 0 metrics');
    expect(Math.max(...otherJobs.map((words) => words.length))).toBeLessThan(300);
  });

  it('static jobs alone are other jobs', () => {
    expect(awsIn(stack(STATIC))).toMatchObject({
      services: [],
      otherJobs: ['static billing: 1 metric in us-east-1'],
    });
    expect(jobsIn(save(stack(STATIC), { services: ['sqs'] }).yace)).toEqual([
      recommendedJob('sqs', ['us-east-1']),
    ]);
  });
});

describe('a service that is switched', () => {
  const mixed = corpus('yace').find(({ name }) => name === 'yace-mixed.yml')?.text ?? '';

  it('on comes after the other jobs, in the file’s own hand', () => {
    const { yace, title, problems } = save(stack(mixed), { services: ['lambda', 'sqs', 'ecs'] });
    expect(problems).toEqual([]);
    expect(title).toBe('AWS services: + SQS');
    expect(yace).toBe(
      mixed.replace(
        '      # that is all\n',
        `      # that is all

  - type: AWS/SQS
    regions: [eu-central-1]
    roles:
      - {}
      - roleArn: arn:aws:iam::123456789012:role/reader
        externalId: shop
    dimensionNameRequirements: [QueueName]
    period: 300
    length: 300
    delay: 300
    nilToZero: true
    metrics:
      - name: ApproximateNumberOfMessagesVisible
        statistics: [Maximum]
      - name: ApproximateAgeOfOldestMessage
        statistics: [Maximum]
        nilToZero: false
      - name: NumberOfMessagesSent
        statistics: [Sum]
      - name: NumberOfMessagesDeleted
        statistics: [Sum]
`,
      ),
    );
  });

  it('off takes its job, its comment and the tags that nobody exports then, and nothing else', () => {
    const { yace, title } = save(stack(mixed), { services: [] });
    expect(title).toBe('AWS services: − Lambda, − ECS');
    const [head = ''] = mixed.split('  # functions');
    expect(yace.startsWith(`${head}  # databases\n  - type: AWS/RDS`)).toBe(true);
    expect(read(yace)).toEqual({
      ...read(mixed),
      discovery: {
        jobs: jobsIn(mixed).filter(({ type }) => type === 'AWS/RDS'),
        exportedTagsOnMetrics: { 'AWS/RDS': ['team'] },
      },
    });
  });

  it('gets the regions of the form, those that are new among them', () => {
    const wanted = { services: ['lambda', 'sqs', 'ecs'] as AwsServiceId[], regions: ['eu-west-1'] };
    const { yace, title } = save(stack(mixed), wanted);
    expect(title).toBe('AWS regions: eu-central-1 → eu-west-1; AWS services: + SQS');
    expect(jobsIn(yace).map(({ regions }) => regions)).toEqual(Array(4).fill(['eu-west-1']));
  });

  it('comes into a file without any job, with the regions of the form', () => {
    const { yace, problems } = save(stack('apiVersion: v1alpha1\n'), {
      services: ['api-http'],
      regions: ['eu-west-1'],
    });
    expect(problems).toEqual([]);
    expect(jobsIn(yace)).toEqual([recommendedJob('api-http', ['eu-west-1'])]);
  });

  it('in brackets stays in brackets', () => {
    const flow = corpus('yace').find(({ name }) => name === 'yace-flow.yml')?.text ?? '';
    const { yace } = save(stack(flow), { services: ['sqs', 'ecs'] });
    expect(yace.split('\n')).toHaveLength(flow.split('\n').length);
    expect(yace).toContain(', {type: AWS/ECS, regions: [eu-west-1], ');
    expect(save(stack(yace), { services: ['sqs'] }).yace).toBe(flow);
  });

  it('is said together, and with AWS itself', () => {
    const off = stack(undefined, shippedTexts().get('env') ?? '');
    const { pi, containers, gcp } = settingsView(off, facts).sources;
    const aws = {
      enabled: true,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      regions: ['us-east-1'],
      services: ['lambda', 'api-http'],
    };
    const change = settingsInputSchema.parse({ sources: { pi, containers, gcp, aws } });
    const { title, problems } = changeTexts(change, off, facts);
    expect(problems).toEqual([]);
    expect(title).toContain('AWS services: + API Gateway, HTTP, − SQS, − ECS, − API Gateway, REST');
  });

  it('is none where services are left out of a change', () => {
    expect(save(stack(mixed), { services: undefined }).yace).toBe(mixed);
  });
});

describe('what keeps services from being changed', () => {
  const problemFields = (result: { problems: { field: string | null }[] }) =>
    result.problems.map(({ field }) => field);

  it('something has to be asked for', () => {
    expect(save(stack(), { services: [] }).problems).toEqual([
      {
        field: 'sources.aws.services',
        message: 'Choose at least one service, such as Lambda.',
        hint: 'Correct it, or switch AWS off.',
      },
    ]);
  });

  it('a service needs a region', () => {
    const result = save(stack('apiVersion: v1alpha1\n'), { services: ['sqs'] });
    expect(problemFields(result)).toEqual(['sources.aws.regions']);
  });

  it('a service that does not exist', () => {
    const result = save(stack(), { services: ['sqs'] });
    expect(result.problems).toEqual([]);
    const parsed = settingsInputSchema.safeParse({
      sources: { pi: {}, containers: {}, gcp: {}, aws: { enabled: true, services: ['mainframe'] } },
    });
    expect(JSON.stringify(parsed.error?.issues)).toContain('A service is one of lambda, sqs, ecs');
  });

  it('a job that others refer to stays, at the field, while another can come', () => {
    const anchors = corpus('yace').find(({ name }) => name === 'yace-anchors.yml')?.text ?? '';
    const texts = stack(anchors);
    expect(awsIn(texts).services).toEqual(['ecs']);
    const off = save(texts, { services: [] });
    expect(problemFields(off)).toEqual(['sources.aws.services']);
    expect(off.yace).toBe(anchors);
    expect(save(texts, { services: ['ecs', 'sqs'] }).problems).toEqual([]);
    expect(lockedSections(settingsView(texts, facts), texts, facts)).not.toHaveProperty([
      'sources.aws.services',
    ]);
  });

  it('a list that is an alias locks the field, and no other', () => {
    const yace =
      'apiVersion: v1alpha1\nx-jobs: &jobs\n  - type: AWS/SQS\n    regions: [eu-west-1]\n    dimensionNameRequirements: [QueueName]\n    metrics: []\ndiscovery: {jobs: *jobs}\n';
    const texts = stack(yace);
    const locked = lockedSections(settingsView(texts, facts), texts, facts);
    expect(locked['sources.aws.services']).toMatch(/^config\/yace\/config\.yml: The panel cannot change/);
    const other = save(texts, { services: ['sqs'] });
    expect(other.problems).toEqual([]);
    expect(other.yace).toBe(yace);
  });

  it('regions can be chosen where the file names none, together with a service', () => {
    const empty = stack('apiVersion: v1alpha1\n');
    expect(lockedSections(settingsView(empty, facts), empty, facts)).toEqual({});
  });
});

describe('random switchings on files as people write them', () => {
  const files = [...corpus('yace'), { name: 'static jobs alone', text: STATIC }];

  it('do what was asked, and nothing else', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.uniqueArray(fc.constantFrom(...awsServiceIds)),
        ({ name, text }, services) => {
          const texts = stack(text);
          const before = awsIn(texts);
          const { after, yace, problems } = save(texts, { services });
          if (problems.length > 0) {
            const isEmpty = services.length + before.otherJobs.length === 0;
            expect(isEmpty || name.includes('anchors'), JSON.stringify(problems)).toBe(true);
            refused += 1;
            return;
          }
          for (const [id, file] of after) if (id !== 'yace-config') expect(file).toBe(texts.get(id));
          const wanted = awsServiceIds.filter((id) => services.includes(id));
          expect(awsIn(after)).toMatchObject({ services: wanted, otherJobs: before.otherJobs });
          const kept = jobsIn(text).filter((job) => {
            const service = serviceOf(job);
            return service === null || services.includes(service);
          });
          const added = wanted.filter((id) => !before.services.includes(id));
          const jobs = [...kept, ...added.map((id) => jobMapping(recommended(awsService(id)), before))];
          expect(jobsIn(yace)).toEqual(jobs);
          const { discovery: was, ...rest } = read(text);
          const { discovery: now, ...others } = read(yace);
          expect(others).toEqual(rest);
          const tags = Object.entries(was?.exportedTagsOnMetrics ?? {});
          const asked = ([namespace]: [string, unknown]) =>
            jobs.some(({ type }) => type === namespace) ||
            !before.services.some((id) =>
              awsServices.some((one) => one.id === id && one.namespace === namespace),
            );
          expect(Object.entries(now?.exportedTagsOnMetrics ?? {})).toEqual(tags.filter(asked));
          if (text.includes('\r\n')) expect(yace.replaceAll('\r\n', '')).not.toContain('\n');
          expect(save(after, { services }).yace).toBe(yace);
          const isGone = before.services.some((id) => !services.includes(id));
          if (!isGone && !/flow|json/.test(name))
            expect(isWithin(text.split(/\r?\n/), yace.split(/\r?\n/))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
    expect(refused).toBeLessThan(80);
  });
});
