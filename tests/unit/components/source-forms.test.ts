import { describe, expect, it } from 'vitest';
import { checkableSources, savedSources, sourcesForm } from '@/components/forms/sources/source-forms';

const first = savedSources(null);
const withAws = (fields: Partial<typeof first.aws>) => ({ ...first, aws: { ...first.aws, ...fields } });
const withGcp = (fields: Partial<typeof first.gcp>) => ({ ...first, gcp: { ...first.gcp, ...fields } });
const saved = {
  pi: { enabled: true },
  containers: { enabled: true },
  aws: {
    enabled: true,
    accessKeyId: 'AKIAOLD',
    secret: { isSet: true, lastFour: null },
    regions: ['eu-west-1'],
    services: ['sqs' as const],
    jobs: [],
    exportedTags: {},
    otherJobs: [] as string[],
    roles: [],
    ownAccount: true,
  },
  gcp: { enabled: false, projectId: '', keyEmail: null, services: ['run' as const], prefixes: [] },
};

function problems(form: ReturnType<typeof sourcesForm>, values: typeof first) {
  return form.safeParse(values).error?.issues.map(({ path }) => path.join('.')) ?? [];
}

describe('sourcesForm', () => {
  it('asks nothing of sources that are off, and keeps what is wrong in them', () => {
    const values = { ...withGcp({ projectId: 'No Project' }), aws: withAws({ regions: ['atlantis'] }).aws };
    expect(sourcesForm(null).parse(values)).toEqual({
      pi: { enabled: true },
      containers: { enabled: true },
      aws: { enabled: false, accessKeyId: '', regions: ['atlantis'] },
      gcp: { enabled: false, projectId: 'No Project' },
    });
    const kept = {
      ...saved,
      aws: { ...saved.aws, enabled: false, regions: ['atlantis'] },
      gcp: { ...saved.gcp, projectId: 'No Project', keyEmail: 'weir@garden.example' },
    };
    const on = savedSources(kept);
    on.aws.enabled = true;
    on.gcp.enabled = true;
    expect(problems(sourcesForm(kept), on)).toEqual(['aws.regions', 'gcp.projectId']);
  });

  it('asks for everything of a source that is on', () => {
    expect(problems(sourcesForm(null), withAws({ enabled: true }))).toEqual([
      'aws.accessKeyId',
      'aws.secretAccessKey',
      'aws.regions',
    ]);
    expect(problems(sourcesForm(null), withGcp({ enabled: true }))).toEqual(['gcp.keyJson', 'gcp.projectId']);
  });

  it('leaves the services of AWS to the file on a first visit, unless others are chosen', () => {
    const key = { enabled: true, accessKeyId: 'AKIA', secretAccessKey: 's', regions: ['eu-west-1'] };
    const sent = (form: ReturnType<typeof sourcesForm>, fields: Partial<typeof first.aws>) =>
      form.parse(withAws({ ...key, ...fields })).aws.services;
    expect(sent(sourcesForm(null), {})).toBeUndefined();
    expect(sent(sourcesForm(null), { services: ['sqs'] })).toEqual(['sqs']);
    expect(sent(sourcesForm(saved), { services: first.aws.services })).toEqual(first.aws.services);
  });

  it('asks for a service, unless the file has other jobs or asked for nothing before', () => {
    const none = { enabled: true, accessKeyId: 'AKIAOLD', regions: ['eu-west-1'], services: [] };
    const sourcesWith = (aws: Partial<typeof saved.aws>) =>
      sourcesForm({ ...saved, aws: { ...saved.aws, ...aws } });
    expect(problems(sourcesForm(saved), withAws(none))).toEqual(['aws.services']);
    expect(
      problems(sourcesWith({ otherJobs: ['static queues: 2 metrics in eu-west-1'] }), withAws(none)),
    ).toEqual([]);
    expect(problems(sourcesWith({ services: [] }), withAws(none))).toEqual([]);
    const nowhere = { ...none, regions: [] };
    expect(problems(sourcesWith({ services: [], regions: [] }), withAws(nowhere))).toEqual([]);
    expect(
      problems(sourcesWith({ services: [], regions: [] }), withAws({ ...nowhere, services: ['sqs'] })),
    ).toEqual(['aws.regions']);
  });

  it('keeps a saved secret for its own access key only', () => {
    const aws = { enabled: true, accessKeyId: 'AKIAOLD', regions: ['eu-west-1'] };
    expect(problems(sourcesForm(saved), withAws(aws))).toEqual([]);
    expect(problems(sourcesForm(saved), withAws({ ...aws, accessKeyId: 'AKIANEW' }))).toEqual([
      'aws.secretAccessKey',
    ]);
  });
});

describe('what Google Cloud is asked for', () => {
  const given = { enabled: true, projectId: 'my-project-123', keyJson: '{}' };
  const sent = (form: ReturnType<typeof sourcesForm>, fields: Partial<typeof first.gcp>) =>
    form.parse(withGcp({ ...given, ...fields })).gcp;

  it('is what the file asks for, until something else is chosen', () => {
    expect(sent(sourcesForm(null), {})).toEqual(given);
    expect(sent(sourcesForm(null), { services: ['run'], prefixes: 'a.b/c\n\n a.b/d \na.b/c' })).toEqual({
      ...given,
      services: ['run'],
      prefixes: ['a.b/c', 'a.b/d'],
    });
    const odd = { ...saved, gcp: { ...saved.gcp, prefixes: ['odd one'] } };
    expect(sent(sourcesForm(odd), { services: ['run'], prefixes: 'odd one' })).toEqual(given);
    expect(sent(sourcesForm(odd), { services: ['run'], prefixes: '' })).toEqual({ ...given, prefixes: [] });
  });

  it('is something, and nothing of a wrong form', () => {
    const none = { ...given, services: [] };
    expect(problems(sourcesForm(null), withGcp(none))).toEqual(['gcp.services']);
    expect(problems(sourcesForm(null), withGcp({ ...none, prefixes: 'a.b/c' }))).toEqual([]);
    expect(problems(sourcesForm(null), withGcp({ ...given, prefixes: 'run.googleapis.com' }))).toEqual([
      'gcp.prefixes',
    ]);
  });
});

describe('checkableSources', () => {
  it('is null while there is nothing to check', () => {
    expect(checkableSources(first)).toBeNull();
    expect(checkableSources(withAws({ enabled: true }))).toBeNull();
  });

  it('sends what is there of the source that is on', () => {
    const input = checkableSources(withAws({ enabled: true, accessKeyId: 'AKIA' }));
    expect(input?.aws).toMatchObject({ enabled: true, accessKeyId: 'AKIA' });
    expect(input?.gcp.enabled).toBe(false);
  });
});
