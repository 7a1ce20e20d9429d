import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { roleIssues } from '@/lib/pipeline/sources/aws/accounts';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts as facts } from '../../support/fixtures/shipped-texts';
import { awsStack } from '../../support/stack/aws-stack';

const arn = (account: string, name = 'weir') => `arn:aws:iam::${account}:role/${name}`;
const A = { arn: arn('210987654321'), externalId: '' };
const B = { arn: arn('333333333333', 'ops/read'), externalId: 'b-1' };
const awsIn = (texts: Texts) => settingsView(texts, facts).sources.aws;

function save(texts: Texts, wanted: object) {
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;
  const { secret: _, otherJobs: __, ...shown } = aws;
  const input = { sources: { pi, containers, gcp, aws: { ...shown, enabled: true, ...wanted } } };
  const { texts: after, title, problems } = changeTexts(settingsInputSchema.parse(input), texts, facts);
  return { after, yace: after.get('yace-config') ?? '', title, problems };
}
interface Job {
  type: string;
  roles?: object[];
}
const rolesIn = (text: string) =>
  (parse(text) as { discovery: { jobs: Job[] } }).discovery.jobs.map(({ roles }) => roles);

const job = (more: string) =>
  `  - type: AWS/SQS\n    regions: [eu-west-1]   # home\n${more}    dimensionNameRequirements: [QueueName]\n    metrics: []\n`;
const yaceOf = (...jobs: string[]) => `apiVersion: v1alpha1\ndiscovery:\n  jobs:\n${jobs.join('')}`;

describe('roles to assume', () => {
  it('come into every job below its regions, that of the key first, and go without a trace', () => {
    const before = awsStack();
    const { after, yace, title, problems } = save(before, { roles: [A, B] });
    expect(problems).toEqual([]);
    expect(title).toBe('AWS accounts: + 210987654321 (role weir), + 333333333333 (role read)');
    const all = [{}, { roleArn: A.arn }, { roleArn: B.arn, externalId: 'b-1' }];
    expect(rolesIn(yace)).toEqual([all, all, all, all]);
    expect(yace).toMatch(/regions: .*\n {6}roles:\n {8}- \{\}\n {8}- roleArn: "?arn:aws:iam::210987654321/);
    expect(awsIn(after)).toMatchObject({ roles: [A, B], ownAccount: true });
    const back = save(after, { roles: [] });
    expect(back.yace).toBe(before.get('yace-config'));
    expect(back.title).toBe('AWS accounts: − 210987654321 (role weir), − 333333333333 (role read)');
  });

  it('go with the last service, and the change says so, regions too', () => {
    const fixed = 'static:\n  - name: billing\n    regions: [us-east-1]\n    metrics: []\n';
    const { after } = save(awsStack(yaceOf(job('')) + fixed), { roles: [A] });
    const last = save(after, { services: [], jobs: [] });
    expect(last.problems).toEqual([]);
    expect(last.title).toBe(
      'AWS regions: eu-west-1 → us-east-1; AWS accounts: − 210987654321 (role weir); AWS services: − SQS',
    );
    expect(awsIn(last.after)).toMatchObject({ regions: ['us-east-1'], roles: [] });
    const other = save(after, { services: ['ecs'], jobs: [] });
    expect(other.title).not.toMatch(/regions|accounts/);
    expect(awsIn(other.after)).toMatchObject({ regions: ['eu-west-1'], roles: [A] });
  });

  it('can take the place of the key’s own account', () => {
    const { after, title } = save(awsStack(), { roles: [A], ownAccount: false });
    expect(title).toBe('AWS accounts: − that of the key, + 210987654321 (role weir)');
    expect(rolesIn(after.get('yace-config') ?? '')[0]).toEqual([{ roleArn: A.arn }]);
    expect(rolesIn(save(after, { ownAccount: true }).yace)[0]).toEqual([{}, { roleArn: A.arn }]);
    expect(save(after, { roles: [], ownAccount: true }).yace).toBe(awsStack().get('yace-config'));
    expect(save(after, { roles: [] }).problems).toMatchObject([
      { field: 'sources.aws.ownAccount', message: 'No account would be measured.' },
    ]);
  });

  it('are asked for of services that are switched on later', () => {
    const { after } = save(awsStack(), { roles: [A], services: ['sqs'] });
    const { yace } = save(after, { services: ['sqs', 'lambda'] });
    expect(rolesIn(yace)).toEqual([
      [{}, { roleArn: A.arn }],
      [{}, { roleArn: A.arn }],
    ]);
    expect(
      rolesIn(
        save(awsStack('apiVersion: v1alpha1\n'), { regions: ['eu-west-1'], services: ['sqs'], roles: [A] })
          .yace,
      ),
    ).toEqual([[{}, { roleArn: A.arn }]]);
  });

  it('have their external ids changed where they stand', () => {
    const text = yaceOf(
      job(
        `    roles:\n      # theirs\n      - roleArn: ${B.arn} # b\n        externalId: 'b-1' # secret? no\n`,
      ),
    );
    const texts = awsStack(text);
    const other = save(texts, { roles: [{ ...B, externalId: '42' }] });
    expect(other.yace).toBe(text.replace("'b-1'", "'42'"));
    expect(other.title).toBe('AWS accounts: other external ID of 333333333333 (role read)');
    const none = save(texts, { roles: [{ ...B, externalId: '' }] });
    expect(rolesIn(none.yace)).toEqual([[{ roleArn: B.arn }]]);
    expect(none.yace).toContain('# theirs');
    expect(rolesIn(save(none.after, { roles: [{ ...B, externalId: '1e3' }] }).yace)).toEqual([
      [{ roleArn: B.arn, externalId: '1e3' }],
    ]);
  });

  it('of a job by hand stay where the change is of something else', () => {
    const text = yaceOf(job(`    roles: [{roleArn: "${A.arn}", x-mine: 1}]\n`), job(''));
    const texts = awsStack(text.replaceAll('\n', '\r\n'));
    expect(awsIn(texts)).toMatchObject({ roles: [A], ownAccount: true });
    const { yace, problems } = save(texts, { roles: [A, B] });
    expect(problems).toEqual([]);
    const b = { roleArn: B.arn, externalId: 'b-1' };
    expect(rolesIn(yace)).toEqual([
      [{ roleArn: A.arn, 'x-mine': 1 }, b],
      [{}, b],
    ]);
    expect(yace.replaceAll('\r\n', '')).not.toContain('\n');
    // None is left without any account.
    expect(rolesIn(save(texts, { roles: [] }).yace)).toEqual([undefined, undefined]);
    expect(rolesIn(save(texts, { ownAccount: false }).yace)).toEqual([
      [{ roleArn: A.arn, 'x-mine': 1 }],
      [{ roleArn: A.arn }],
    ]);
  });

  it('that name no role stay as somebody wrote them', () => {
    const text = yaceOf(job('    roles:\n      - {}   # the key itself\n'));
    const texts = awsStack(text);
    expect(save(texts, { regions: ['eu-west-1'] }).yace).toBe(text);
    const { after } = save(texts, { roles: [A] });
    expect(rolesIn(after.get('yace-config') ?? '')).toEqual([[{}, { roleArn: A.arn }]]);
    expect(save(after, { roles: [] }).yace).toBe(text);
  });

  it('are none of the business of jobs that ask for single series', () => {
    const fixed =
      'static:\n  - namespace: AWS/EC2\n    name: one\n    regions: [eu-west-1]\n    metrics: []\n';
    const both = awsStack(`${yaceOf(job(''))}${fixed}`);
    expect(save(both, { roles: [A] }).yace).toContain(fixed);
    const texts = awsStack(`apiVersion: v1alpha1\n${fixed}`);
    expect(save(texts, { roles: [A] }).problems).toMatchObject([
      { field: 'sources.aws.roles', message: expect.stringContaining('no discovery jobs') },
    ]);
  });

  it('need a region to sign with', () => {
    const texts = awsStack();
    const env = setEnv(texts.get('env') ?? '', { AWS_REGION: '' });
    const { after } = save(awsStack(undefined, env), { roles: [A] });
    expect(after.get('env')).toMatch(/^AWS_REGION=us-east-1$/m);
  });

  it('behind an alias cannot be changed, and nothing else is kept from being', () => {
    const texts = awsStack(`x-r: &r [{roleArn: "${A.arn}"}]\n${yaceOf(job('    roles: *r\n'))}`);
    const locked = lockedSections(settingsView(texts, facts), texts, facts);
    expect(Object.keys(locked)).toEqual(['sources.aws.roles']);
    expect(lockedSections(settingsView(awsStack(), facts), awsStack(), facts)).toEqual({});
  });
});

describe('what keeps a role from being assumed', () => {
  const regions = ['eu-west-1'];
  const said = (given: string, more: object = {}) =>
    roleIssues([{ arn: given, externalId: '', ...more }], [], regions).map(
      ({ path, message }) => `${path[2]}: ${message}`,
    );

  it.each([
    ['', /^arn: Enter the ARN/],
    ['weir', /not the ARN of a role\. It looks like arn:aws:iam::123456789012:role\/weir/],
    ['210987654321', /number of an account/],
    ['arn:aws:iam::210987654321:user/weir', /ARN of a user and not/],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', /ARN of a policy/],
    ['arn:aws:iam::210987654321:root', /ARN of an account/],
    ['arn:aws:iam::210987654321:instance-profile/x', /an instance profile/],
    ['arn:aws:sts::210987654321:assumed-role/weir/me', /a session, which ends/],
    ['arn:aws:iam::21098765432:role/weir', /not the ARN of a role/],
    ['arn:aws-cn:iam::210987654321:role/weir', /in aws-cn, and eu-west-1 is in aws/],
  ])('%s', (given, words) => {
    expect(said(given)).toEqual([expect.stringMatching(words)]);
  });

  it('is no role of any path, nor an external id by AWS’s rule', () => {
    expect(said(arn('210987654321', 'a/b/c+d@e'))).toEqual([]);
    expect(said(A.arn, { externalId: 'a'.repeat(1224) })).toEqual([]);
    expect(said(A.arn, { externalId: 'x' })).toEqual([
      expect.stringMatching(/^externalId: An external ID has 2 to 1224/),
    ]);
    expect(said(A.arn, { externalId: 'a b' })).toHaveLength(1);
  });

  it('is an account that is there already', () => {
    const twice = [A, { ...A, arn: arn('210987654321', 'other') }];
    expect(roleIssues(twice, [], regions)).toEqual([
      {
        path: ['roles', 1, 'arn'],
        message: expect.stringMatching(/^Account 210987654321 is there already: yace would give/),
      },
    ]);
    expect(roleIssues(twice, twice, regions)).toEqual([]);
    expect(roleIssues(twice, twice.slice(1), regions)).toMatchObject([{ path: ['roles', 0, 'arn'] }]);
  });

  it('is not asked of what is there already', () => {
    const odd = { arn: 'arn:aws:iam::1:role/x', externalId: ' ' };
    expect(roleIssues([odd], [odd], regions)).toEqual([]);
    expect(roleIssues([{ ...odd, externalId: '!' }], [odd], regions)).toMatchObject([
      { path: ['roles', 0, 'externalId'] },
    ]);
  });
});
