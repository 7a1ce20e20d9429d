import { diffLines } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JobSettings } from '@/lib/pipeline/sources/aws/job';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { type Accounts, type Asked, anyChange } from '../../support/cases/aws-changes';
import { corpus } from '../../support/cases/corpus';
import { shippedFacts as facts } from '../../support/fixtures/shipped-texts';
import { awsStack } from '../../support/stack/aws-stack';

type Raw = Record<string, unknown> & { type: string; metrics: Record<string, unknown>[] };

const read = (text: string): { discovery?: { jobs?: Raw[]; exportedTagsOnMetrics?: object } } =>
  JSON.parse(JSON.stringify(parse(text, { merge: true, maxAliasCount: 1000 }) ?? {}));
const jobsIn = (text: string) => read(text).discovery?.jobs ?? [];
const awsIn = (texts: Texts) => settingsView(texts, facts).sources.aws;
const settingsIn = (texts: Texts) => awsIn(texts).jobs as JobSettings[];

/** The form of the sources, saved with something else of what is measured. */
function save(texts: Texts, wanted: Partial<Asked> & { services?: string[] }) {
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;
  const { secret: _, otherJobs: __, ...shown } = aws;
  const input = { sources: { pi, containers, gcp, aws: { ...shown, enabled: true, ...wanted } } };
  const { texts: after, title, problems } = changeTexts(settingsInputSchema.parse(input), texts, facts);
  return { after, yace: after.get('yace-config') ?? '', title, problems };
}

const file = (name: string) => corpus('yace').find((one) => one.name === name)?.text ?? '';
const changed = (name: string, change: (jobs: JobSettings[]) => void) => {
  const texts = awsStack(file(name));
  const jobs = structuredClone(settingsIn(texts));
  change(jobs);
  return save(texts, { jobs });
};
/** Lines that went and came. */
const linesOf = (before: string, after: string) =>
  diffLines(before, after).flatMap(({ added, removed, value }) =>
    added || removed
      ? value
          .split(/\r?\n/)
          .filter((line) => line.trim() !== '')
          .map((line) => `${added ? '+' : '-'} ${line.trim()}`)
      : [],
  );

describe('what is measured of a service', () => {
  it('is changed where it stands, with its comments', () => {
    const name = 'yace-comments.yml';
    const { yace, title, problems } = changed(name, ([queues]) => {
      if (!queues) return;
      Object.assign(queues, { period: 600, length: 1200, delay: 0 });
      const [visible, age] = queues.metrics;
      if (visible) visible.statistics = ['Maximum', 'p95'];
      if (age) age.nilToZero = true;
    });
    expect(problems).toEqual([]);
    expect(title).toBe(
      'AWS, SQS: period 300 s → 600 s, length 300 s → 1200 s, delay 300 s → 0 s, other ApproximateNumberOfMessagesVisible, other ApproximateAgeOfOldestMessage',
    );
    expect(linesOf(file(name), yace)).toEqual([
      '- period: 300   # five minutes',
      '- length: 300   # the same',
      '+ period: 600   # five minutes',
      '+ length: 1200   # the same',
      '- delay: 300',
      '+ delay: 0',
      '- statistics: [Maximum]   # the peak',
      '+ statistics: [Maximum, p95]   # the peak',
      '+ nilToZero: true',
    ]);
  });

  it('of two jobs alike is that of the one that was changed', () => {
    const name = 'yace-roles.yml';
    const { yace } = changed(name, ([, warehouse]) => {
      if (warehouse) warehouse.delay = 900;
    });
    expect(linesOf(file(name), yace)).toEqual(['- delay: 600', '+ delay: 900']);
  });

  it('of one metric takes the place of what its job says for all', () => {
    const name = 'yace-inherit.yml';
    const { yace } = changed(name, ([machines]) => {
      const [cpu, , out] = machines?.metrics ?? [];
      if (cpu) cpu.statistics = ['p99'];
      if (out) Object.assign(out, { period: null, length: null });
    });
    expect(linesOf(file(name), yace)).toEqual(['+ statistics: [p99]', '- period: 60', '- length: 120']);
  });

  it('can be somebody’s own, and is removed with its tags', () => {
    const texts = awsStack(file('yace-quotes.yml'));
    const kept = settingsIn(texts).filter(({ namespace }) => namespace !== 'AWS/Kafka');
    const { yace, title } = save(texts, { jobs: kept });
    expect(title).toBe('AWS services: − MSK (Kafka): Cluster Name, Topic');
    expect(jobsIn(yace).map(({ type }) => type)).toEqual(['AWS/SQS']);
  });

  it.each([
    [
      'a statistic',
      { metrics: [{ name: 'A', statistics: ['Summ'] }] },
      'metrics.0.statistics',
      /no statistic Summ\. Use Sum,/,
    ],
    ['a period', { period: 90 }, 'period', /no period of that length\. Use 1, 5/],
    ['a length', { length: 60 }, 'length', /at least the period, 300 s/],
    ['a delay', { delay: -1 }, 'delay', /0 or more/],
    ['no metric', { metrics: [] }, 'metrics', /at least one metric/],
    [
      'a metric',
      { metrics: [{ name: 'numberofmessagessent', statistics: ['Sum'] }] },
      'metrics.0.name',
      /spelt NumberOfMessagesSent/,
    ],
    ['a pattern', { searchTags: [{ key: 'env', value: '(?=x)' }] }, 'searchTags.0.value', /./],
    ['a tag', { searchTags: [{ key: '', value: 'x' }] }, 'searchTags.0.key', /key of a tag/],
    ['a namespace', { namespace: 'AWS/Foo' }, 'namespace', /knows no namespace AWS\/Foo/],
  ])('%s that does not exist is refused at its field', (_, part, field, words) => {
    const texts = awsStack(file('yace-comments.yml'));
    const metrics = [{ name: 'NumberOfMessagesSent', statistics: ['Sum'] }];
    const queues = { namespace: 'AWS/SQS', dimensions: ['QueueName'], metrics, ...part };
    const { problems } = save(texts, { jobs: [...settingsIn(texts).slice(1), queues] });
    expect(problems).toMatchObject([
      { field: `sources.aws.jobs.1.${field}`, message: expect.stringMatching(words) },
    ]);
  });

  it.each(['(^|-)prod(-|$)', '^prod\\b'])(
    'a tag’s pattern is yace’s, which reads what vmagent misreads: %s',
    (value) => {
      const texts = awsStack(file('yace-comments.yml'));
      const [first, ...others] = settingsIn(texts);
      const { problems, yace } = save(texts, {
        jobs: [{ ...(first as JobSettings), searchTags: [{ key: 'env', value }] }, ...others],
      });
      expect(problems).toEqual([]);
      expect(jobsIn(yace)[0]).toMatchObject({ searchTags: [{ key: 'env', value }] });
    },
  );

  it('of a service that is not switched on is an oversight', () => {
    const texts = awsStack(file('yace-comments.yml'));
    const own = { namespace: 'AWS/Lambda', dimensions: ['FunctionName'], metrics: [] };
    expect(save(texts, { jobs: [...settingsIn(texts), own] }).problems).toMatchObject([
      { field: 'sources.aws.jobs.2', hint: 'Add lambda to the services, or leave it out of jobs.' },
    ]);
  });
});

it('a tag with another value keeps what is said beside it, also where one is added', () => {
  const { yace } = changed('yace-tags.yml', ([first]) => {
    const [env] = first?.searchTags ?? [];
    if (env) env.value = '^test$';
    first?.searchTags.push({ key: 'owner', value: '.*' });
  });
  expect(yace).toMatch(/# only what runs\n\s+- key: env\n\s+value: "\^test\$"\n/);
});

describe('random changes on files as people write them', () => {
  const files = corpus('yace').filter(({ name }) => !name.includes('anchors'));

  /** What takes its comment along when it goes. */
  const parts = (jobs: JobSettings[], { roles }: Accounts) =>
    new Set(jobs.flatMap(({ metrics, searchTags }): object[] => [...metrics, ...searchTags]).concat(roles));

  it('change what was asked, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(anyChange, { minLength: 1, maxLength: 3 }),
        ({ text }, changes) => {
          const texts = awsStack(text);
          const before = awsIn(texts);
          const jobs = structuredClone(before.jobs) as JobSettings[];
          const exportedTags = structuredClone(before.exportedTags);
          const accounts = structuredClone({ roles: before.roles, ownAccount: before.ownAccount });
          const had = parts(jobs, accounts);
          for (const change of changes) change(jobs, exportedTags, accounts);
          const { after, yace, problems } = save(texts, { jobs, exportedTags, ...accounts });
          expect(problems).toEqual([]);
          for (const [id, one] of after) if (id !== 'yace-config') expect(one).toBe(texts.get(id));
          // It is read as it was asked for, however it is written.
          const byName = (job: JobSettings) => ({
            ...job,
            metrics: job.metrics.toSorted((a, b) => a.name.localeCompare(b.name)),
          });
          expect(settingsIn(after).map(byName)).toEqual(jobs.map(byName));
          const { roles, ownAccount } = awsIn(after);
          expect(ownAccount).toBe(accounts.ownAccount);
          expect(new Set(roles)).toEqual(new Set(accounts.roles));
          const asked = Object.entries(exportedTags).filter(([, tags]) => tags.length > 0);
          expect(Object.entries(awsIn(after).exportedTags).toSorted()).toEqual(asked.toSorted());
          // What no form knows stays, in every job, and beside the jobs.
          const unknown = (job: Raw) => {
            const { period, length, delay, searchTags, metrics, roles, ...rest } = job;
            return rest;
          };
          const present = jobsIn(text);
          expect(jobsIn(yace).slice(0, present.length).map(unknown)).toEqual(present.map(unknown));
          const { discovery: _, ...others } = read(yace);
          const { discovery: __, ...same } = read(text);
          expect(others).toEqual(same);
          // Jobs that were not asked about keep every byte of their lines.
          const now = [...jobs, accounts];
          const untouched = [...before.jobs, { roles: before.roles, ownAccount: before.ownAccount }].every(
            (one, i) => JSON.stringify(one) === JSON.stringify(now[i]),
          );
          if (untouched)
            expect(linesOf(text, yace).filter((line) => line.startsWith('-')).length).toBeLessThan(6);
          const comments = (from: string) => from.split('\n').filter((line) => /^\s*#/.test(line)).length;
          const has = parts(jobs, accounts);
          const isLess = [...had].some((part) => !has.has(part));
          if (!isLess) expect(comments(yace)).toBe(comments(text));
          if (text.includes('\r\n')) expect(yace.replaceAll('\r\n', '')).not.toContain('\n');
          expect(save(after, { jobs, exportedTags, ...accounts }).yace).toBe(yace);
        },
      ),
      { numRuns: 200 },
    );
  });
});
