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
  },
  gcp: { enabled: false, projectId: '', keyEmail: null },
};

function problems(form: ReturnType<typeof sourcesForm>, values: typeof first) {
  return form.safeParse(values).error?.issues.map(({ path }) => path.join('.')) ?? [];
}

describe('sourcesForm', () => {
  it('asks nothing of sources that are off, and drops what is wrong in them', () => {
    const values = { ...withGcp({ projectId: 'No Project' }), aws: withAws({ regions: ['atlantis'] }).aws };
    expect(sourcesForm(null).parse(values)).toEqual({
      pi: { enabled: true },
      containers: { enabled: true },
      aws: { enabled: false, accessKeyId: '', regions: [] },
      gcp: { enabled: false, projectId: '' },
    });
  });

  it('asks for everything of a source that is on', () => {
    expect(problems(sourcesForm(null), withAws({ enabled: true }))).toEqual([
      'aws.accessKeyId',
      'aws.secretAccessKey',
      'aws.regions',
    ]);
    expect(problems(sourcesForm(null), withGcp({ enabled: true }))).toEqual(['gcp.keyJson', 'gcp.projectId']);
  });

  it('keeps a saved secret for its own access key only', () => {
    const aws = { enabled: true, accessKeyId: 'AKIAOLD', regions: ['eu-west-1'] };
    expect(problems(sourcesForm(saved), withAws(aws))).toEqual([]);
    expect(problems(sourcesForm(saved), withAws({ ...aws, accessKeyId: 'AKIANEW' }))).toEqual([
      'aws.secretAccessKey',
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
