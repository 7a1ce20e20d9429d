import fc from 'fast-check';
import type { JobSettings } from '../../../lib/pipeline/sources/aws/job.ts';
import type { AwsJob, AwsRole, ExportedTags } from '../../../lib/schemas/aws/job.ts';

/** What a form has of AWS. */
export interface Asked {
  jobs: AwsJob[];
  exportedTags: ExportedTags;
  roles: AwsRole[];
  ownAccount: boolean;
}

export type Accounts = Pick<Asked, 'roles' | 'ownAccount'>;
/**
 * A change as a person makes it: of one job, by its place, or of the accounts of all. The numbers choose among what there
 * is.
 */
export type Change = (jobs: JobSettings[], tags: ExportedTags, accounts: Accounts) => void;

/** Texts that YAML could take for something else, too. */
const EXTERNAL_IDS = ['', '42', 'of-weir:1/2', 'yes', '1e3', '@home,=+'];

const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99.9'];

const at = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];
const number = fc.nat(1000);

/** Random changes, each of which YACE takes. */
export const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(number, fc.constantFrom(60, 300, 600, 3600)).map(
    ([n, period]): Change =>
      (jobs) => {
        const job = at(jobs, n);
        if (!job) return;
        job.period = period;
        job.length = Math.max(job.length, period);
        for (const metric of job.metrics)
          if (metric.length !== null && metric.period === null) metric.length = null;
      },
  ),
  fc.tuple(number, fc.nat(5)).map(
    ([n, periods]): Change =>
      (jobs) => {
        const job = at(jobs, n);
        if (job) job.delay = job.period * periods;
      },
  ),
  fc.tuple(number, fc.integer({ min: 1, max: 4 })).map(
    ([n, times]): Change =>
      (jobs) => {
        const job = at(jobs, n);
        const own = job?.metrics.flatMap(({ period }) => period ?? []) ?? [];
        if (job) job.length = Math.max(job.period, ...own) * times;
      },
  ),
  fc
    .tuple(number, number, fc.uniqueArray(fc.constantFrom(...STATISTICS), { minLength: 1, maxLength: 3 }))
    .map(
      ([n, m, statistics]): Change =>
        (jobs) => {
          const metric = at(at(jobs, n)?.metrics ?? [], m);
          if (metric) metric.statistics = statistics;
        },
    ),
  fc.tuple(number, number).map(
    ([n, m]): Change =>
      (jobs) => {
        const metric = at(at(jobs, n)?.metrics ?? [], m);
        if (metric) metric.nilToZero = !metric.nilToZero;
      },
  ),
  fc.tuple(number, number).map(
    ([n, m]): Change =>
      (jobs) => {
        const metrics = at(jobs, n)?.metrics;
        if (metrics && metrics.length > 1) metrics.splice(m % metrics.length, 1);
      },
  ),
  fc.tuple(number, fc.constantFrom('Extra', '4xx', 'Volume Read Ops'), fc.boolean()).map(
    ([n, name, nilToZero]): Change =>
      (jobs) => {
        const metrics = at(jobs, n)?.metrics;
        if (!metrics?.some((metric) => metric.name.toLowerCase() === name.toLowerCase()))
          metrics?.push({ name, statistics: ['Sum'], nilToZero, period: null, length: null });
      },
  ),
  fc
    .tuple(number, fc.constantFrom('env', 'aws:cloudformation:stack-name'), fc.constantFrom('^prod$', '\\w+'))
    .map(
      ([n, key, value]): Change =>
        (jobs) =>
          void at(jobs, n)?.searchTags.push({ key, value }),
    ),
  fc.tuple(number, number).map(
    ([n, m]): Change =>
      (jobs) => {
        const tags = at(jobs, n)?.searchTags;
        if (tags && tags.length > 0) tags.splice(m % tags.length, 1);
      },
  ),
  fc.tuple(number, number).map(
    ([n, m]): Change =>
      (jobs) => {
        const tag = at(at(jobs, n)?.searchTags ?? [], m);
        if (tag) tag.value = 'changed.*';
      },
  ),
  fc.tuple(number, fc.subarray(['Name', 'team', 'cost centre'])).map(
    ([n, keys]): Change =>
      (jobs, tags) => {
        const job = at(jobs, n);
        if (job) tags[job.namespace] = keys;
      },
  ),
  fc
    .constantFrom(['AWS/Kafka', 'Cluster Name'], ['AWS/EBS', 'VolumeId'], ['AWS/WAFV2', 'WebACL', 'Rule'])
    .map(
      ([namespace = '', ...dimensions]): Change =>
        (jobs) => {
          const metrics = [{ name: 'Any', statistics: ['Sum'], nilToZero: true, period: null, length: null }];
          const isThere = jobs.some((job) => job.namespace === namespace);
          const times = { period: 300, length: 300, delay: 300 };
          if (!isThere) jobs.push({ namespace, dimensions, ...times, metrics, searchTags: [] });
        },
    ),
  fc
    .tuple(
      fc.constantFrom('333333333333', '444444444444'),
      fc.constantFrom('weir', 'monitoring/read+only'),
      fc.constantFrom(...EXTERNAL_IDS),
    )
    .map(
      ([account, name, externalId]): Change =>
        (_, __, accounts) => {
          const isThere = accounts.roles.some(({ arn }) => arn.includes(account));
          if (!isThere) accounts.roles.push({ arn: `arn:aws:iam::${account}:role/${name}`, externalId });
        },
    ),
  number.map(
    (n): Change =>
      (_, __, accounts) => {
        if (accounts.roles.length > 0) accounts.roles.splice(n % accounts.roles.length, 1);
        if (accounts.roles.length === 0) accounts.ownAccount = true;
      },
  ),
  fc.tuple(number, fc.constantFrom(...EXTERNAL_IDS)).map(
    ([n, externalId]): Change =>
      (_, __, { roles }) => {
        const role = at(roles, n);
        if (role) role.externalId = externalId;
      },
  ),
  fc.constant<Change>((_, __, accounts) => {
    accounts.ownAccount = !accounts.ownAccount || accounts.roles.length === 0;
  }),
);
