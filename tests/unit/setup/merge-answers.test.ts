import { describe, expect, it } from 'vitest';
import { awsFields, awsSchema } from '@/components/forms/sources/aws/form';
import type { ExportedTags } from '@/lib/schemas/aws/job';
import type { DestinationInput, SourcesInput } from '@/lib/schemas/wizard';
import {
  answeredSources,
  mergeDestination,
  mergeSources,
  openStep,
} from '@/lib/server/setup/answers/merge-answers';
import { openQuestions } from '@/lib/server/setup/answers/problems';
import { answersIn } from '@/lib/server/setup/launch-edit';
import { gcp } from '@/lib/server/sources/gcp/gcp';
import { NO_SOURCES, type Sources, shownSources } from '@/lib/server/sources/sources';
import type { Destination } from '@/lib/server/stack/settings';

const cloud: DestinationInput = {
  kind: 'grafana-cloud',
  url: 'https://prometheus-1.grafana.net/api/prom/push',
  instanceId: '1',
};
const inUse: Destination = { kind: 'grafana-cloud', url: cloud.url, username: '1', secret: 'old' };

describe('a secret that is left out', () => {
  it('is the one given earlier, else the one in use', () => {
    expect(mergeDestination(cloud, { ...inUse, secret: 'draft' }, inUse).secret).toBe('draft');
    expect(mergeDestination(cloud, { ...inUse, secret: null }, inUse).secret).toBe('old');
    expect(mergeDestination({ ...cloud, token: 'new' }, null, inUse).secret).toBe('new');
  });

  it('is never that of another host, scheme or kind of destination', () => {
    for (const url of [
      'https://evil.example/api/prom/push',
      'http://prometheus-1.grafana.net/api/prom/push',
    ]) {
      expect(mergeDestination({ ...cloud, url }, inUse, inUse).secret).toBe('');
    }
    const other: DestinationInput = { kind: 'other', url: cloud.url, username: '1' };
    expect(mergeDestination(other, inUse, inUse).secret).toBe('');
  });

  it('stays when only the path or the id was mistyped', () => {
    expect(
      mergeDestination({ ...cloud, url: 'https://prometheus-1.grafana.net/x', instanceId: '2' }, null, inUse),
    ).toEqual({ ...inUse, url: 'https://prometheus-1.grafana.net/x', username: '2' });
  });

  it('of AWS belongs to its access key', () => {
    const aws = {
      enabled: true,
      accessKeyId: 'A',
      secretAccessKey: 's',
      regions: [],
      services: [],
      jobs: [],
      exportedTags: {},
      otherJobs: [],
      roles: [],
      ownAccount: true,
    };
    const current = {
      pi: true,
      containers: false,
      aws,
      gcp: { ...gcp.none, keyJson: 'k' },
    };
    const input = (accessKeyId: string) => ({
      pi: { enabled: true },
      containers: { enabled: false },
      aws: { enabled: true, accessKeyId, regions: ['eu-west-1', 'eu-west-1'] },
      gcp: { enabled: true, projectId: '' as const },
    });
    expect(mergeSources(input('A'), null, current).aws).toMatchObject({
      secretAccessKey: 's',
      regions: ['eu-west-1'],
    });
    expect(mergeSources(input('B'), null, current).aws.secretAccessKey).toBe('');
    expect(mergeSources(input('A'), null, current).gcp.keyJson).toBe('k');
    const draft = { ...current, aws: { ...aws, accessKeyId: 'B', secretAccessKey: null } };
    expect(answeredSources(draft, current).aws.secretAccessKey).toBe('');
  });
});

describe('services of AWS that are left out', () => {
  const current = {
    ...NO_SOURCES,
    aws: {
      ...NO_SOURCES.aws,
      services: ['sqs' as const, 'ecs' as const],
      otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
    },
  };
  const given = { enabled: true, accessKeyId: 'A', regions: ['eu-west-1'] };
  const input = (aws: SourcesInput['aws']): SourcesInput => ({
    pi: { enabled: true },
    containers: { enabled: true },
    aws,
    gcp: { enabled: false, projectId: '' },
  });

  it('are those of the file, whatever the access key, and other jobs always', () => {
    expect(mergeSources(input(given), null, current).aws).toMatchObject({
      services: ['sqs', 'ecs'],
      otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
    });
    const none = mergeSources(input({ ...given, services: [] }), null, current).aws;
    expect(none).toMatchObject({
      services: [],
      otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
    });
  });

  it('are those of the file in answers of an earlier release, and of their change', () => {
    const aws = {
      ...given,
      secretAccessKey: null,
      services: null,
      jobs: null,
      exportedTags: null,
      roles: null,
      ownAccount: null,
    };
    const answers = {
      pi: true,
      containers: true,
      aws,
      gcp: { enabled: false, projectId: '', keyJson: null, services: null, prefixes: null },
    };
    expect(answeredSources(answers, current).aws).toMatchObject({
      services: ['sqs', 'ecs'],
      otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
    });
    const change = answersIn({ destination: null, sources: answers, cluster: null }, new Map());
    expect(change.sources?.aws.services).toBeUndefined();
    expect(change.sources?.gcp).toEqual({ enabled: false, projectId: '' });
  });
});

describe('tags of AWS as labels', () => {
  const aws: Sources['aws'] = {
    ...NO_SOURCES.aws,
    ...{ enabled: true, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a'.repeat(40) },
    ...{ regions: ['eu-west-1'], services: ['sqs', 'lambda'], exportedTags: { 'AWS/Lambda': ['Env'] } },
  };
  const current = { ...NO_SOURCES, aws };
  /** One visit of the wizard's form, which sends what was changed in it. */
  function visit(answers: Sources | null, change: ExportedTags): Sources {
    const saved = shownSources(answers ?? current);
    const fields = awsFields(saved);
    const sent = awsSchema(saved).parse({ ...fields, exportedTags: { ...fields.exportedTags, ...change } });
    const input = { pi: { enabled: true }, containers: { enabled: false }, aws: sent };
    return mergeSources({ ...input, gcp: { enabled: false, projectId: '' } }, answers, current);
  }

  it('of one namespace stay when a later visit changes those of another', () => {
    const first = visit(null, { 'AWS/SQS': ['Team'] });
    expect(first.aws.exportedTags).toEqual({ 'AWS/Lambda': ['Env'], 'AWS/SQS': ['Team'] });
    const second = visit(first, { 'AWS/Lambda': ['Env', 'Owner'] });
    expect(second.aws.exportedTags).toEqual({ 'AWS/Lambda': ['Env', 'Owner'], 'AWS/SQS': ['Team'] });
    expect(answeredSources(second, current).aws.exportedTags).toEqual(second.aws.exportedTags);
  });

  it('that are taken out of a namespace stay out', () => {
    const none = visit(visit(null, { 'AWS/Lambda': [] }), { 'AWS/SQS': ['Team'] });
    expect(none.aws.exportedTags).toEqual({ 'AWS/Lambda': [], 'AWS/SQS': ['Team'] });
  });

  it('of a service that is switched off are not sent: nothing is measured there', () => {
    const saved = shownSources(current);
    const fields = { ...awsFields(saved), services: [], exportedTags: { 'AWS/SQS': ['Team'] } };
    expect(awsSchema(saved).safeParse(fields).data?.exportedTags).toBeUndefined();
  });

  it('in answers that know only some of them are those of the file beside', () => {
    const some = { ...current, aws: { ...aws, exportedTags: { 'AWS/SQS': ['Team'] } } };
    expect(answeredSources(some, current).aws.exportedTags).toEqual({
      'AWS/Lambda': ['Env'],
      'AWS/SQS': ['Team'],
    });
  });
});

describe('openStep', () => {
  const destination = { ...inUse, secret: null };
  const sources = {
    pi: true,
    containers: false,
    aws: {
      enabled: false,
      accessKeyId: '',
      secretAccessKey: null,
      regions: [],
      services: null,
      jobs: null,
      exportedTags: null,
      roles: null,
      ownAccount: null,
    },
    gcp: { enabled: false, projectId: '', keyJson: null, services: null, prefixes: null },
  };

  it('is the first question without an answer', () => {
    expect(openStep({ destination: null, sources: null, cluster: null })).toBe('destination');
    expect(openStep({ destination, sources: null, cluster: 'x' })).toBe('sources');
    expect(openStep({ destination, sources, cluster: null })).toBe('name');
    expect(openStep({ destination, sources, cluster: 'x' })).toBe('review');
  });

  it('leaves something to ask before a launch while a question is open', () => {
    expect(openQuestions({ destination, sources, cluster: null })).toHaveLength(1);
    expect(openQuestions({ destination, sources, cluster: 'x' })).toEqual([]);
  });
});

describe('the answers as a change of settings', () => {
  const { cluster: labelled, ...answers } = {
    destination: { ...inUse, secret: null },
    sources: {
      pi: true,
      containers: false,
      aws: {
        enabled: true,
        accessKeyId: 'A',
        secretAccessKey: 's',
        regions: ['eu-west-1'],
        services: null,
        jobs: null,
        exportedTags: null,
        roles: null,
        ownAccount: null,
      },
      gcp: { enabled: false, projectId: '', keyJson: null, services: null, prefixes: null },
    },
    cluster: 'attic',
  };
  const config = 'global:\n  external_labels:\n    cluster: old\n    site: home\n';
  const texts = new Map([['vmagent-config', config]] as const);

  it('name no secret that was not given, so that the one in use stays', () => {
    const change = answersIn({ ...answers, cluster: labelled }, texts);
    expect(change.destination).toEqual({ ...cloud, token: undefined });
    expect(change.sources?.aws).toMatchObject({ accessKeyId: 'A', secretAccessKey: 's' });
    expect(mergeDestination(change.destination ?? { kind: 'local' }, null, inUse).secret).toBe('old');
  });

  it('change the name and leave the other labels', () => {
    expect(answersIn({ ...answers, cluster: labelled }, texts).labels).toEqual({
      cluster: 'attic',
      site: 'home',
    });
  });
});
