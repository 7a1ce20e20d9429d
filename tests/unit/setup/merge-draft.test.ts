import { describe, expect, it } from 'vitest';
import type { DestinationInput } from '@/lib/schemas/wizard';
import {
  draftSettings,
  draftSources,
  mergeDestination,
  mergeSources,
  openStep,
} from '@/lib/server/setup/answers/merge-draft';
import type { Destination, Settings } from '@/lib/server/stack/settings';

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
    const aws = { enabled: true, accessKeyId: 'A', secretAccessKey: 's', regions: [] };
    const current = {
      pi: true,
      containers: false,
      aws,
      gcp: { enabled: false, projectId: '', keyJson: 'k' },
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
    expect(draftSources(draft, current).aws.secretAccessKey).toBe('');
  });
});

describe('openStep', () => {
  const destination = { ...inUse, secret: null };
  const sources = {
    pi: true,
    containers: false,
    aws: { enabled: false, accessKeyId: '', secretAccessKey: null, regions: [] },
    gcp: { enabled: false, projectId: '', keyJson: null },
  };

  it('is the first question without an answer', () => {
    expect(openStep({ destination: null, sources: null, cluster: null })).toBe('destination');
    expect(openStep({ destination, sources: null, cluster: 'x' })).toBe('sources');
    expect(openStep({ destination, sources, cluster: null })).toBe('name');
    expect(openStep({ destination, sources, cluster: 'x' })).toBe('review');
  });

  it('leaves nothing to launch while a question is open', () => {
    const current = { destination: inUse, sources, cluster: '' } as unknown as Settings;
    expect(draftSettings({ destination, sources, cluster: null }, current)).toBeNull();
    expect(draftSettings({ destination, sources, cluster: 'x' }, current)?.destination.secret).toBe('old');
  });
});
