import { describe, expect, test } from 'vitest';
import { forecasts } from '@/lib/server/budget/forecast';
import { setEnv } from '@/lib/server/files/env/env-file';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

const withProfiles = (profiles: string, more: Record<string, string> = {}) =>
  shippedTexts({ env: setEnv(shippedTexts().get('env') ?? '', { COMPOSE_PROFILES: profiles }), ...more });
const of = (source: string, texts = withProfiles(''), containers: number | null = 5) =>
  forecasts(texts, containers).find((forecast) => forecast.source === source);

describe('what a source that is off would add', () => {
  test('is only told of those that are off', () => {
    expect(forecasts(withProfiles('system,containers,aws,gcp'), 5)).toEqual([]);
    expect(forecasts(withProfiles('system,local'), 5).map(({ source }) => source)).toEqual([
      'containers',
      'aws',
      'gcp',
    ]);
  });

  test('containers: by how many run, with the exporter’s own and the machine as a whole', () => {
    const five = of('containers');
    const six = of('containers', withProfiles(''), 6);
    expect(five).toMatchObject({
      containers: 5,
      series: 140,
      pointsPerMinute: 140,
      perResource: [{ resource: 'container', series: 16 }],
    });
    expect((six?.series ?? 0) - (five?.series ?? 0)).toBe(16);
    expect(of('containers', withProfiles(''), null)).toMatchObject({ containers: null, series: null });
  });

  test('AWS: the statistics of each kind of resource, whose number nobody knows', () => {
    expect(of('aws')).toEqual({
      source: 'aws',
      series: null,
      pointsPerMinute: null,
      containers: null,
      perResource: [
        { resource: 'Lambda function', series: 6 },
        { resource: 'SQS queue', series: 4 },
        { resource: 'ECS service', series: 4 },
        { resource: 'REST API', series: 5 },
      ],
    });
  });

  test('AWS: statistics of the whole job count for a metric without its own; other kinds by their names', () => {
    const yace = `discovery:
  jobs:
    - type: AWS/RDS
      statistics: [Average, Maximum]
      metrics: [{name: CPUUtilization}, {name: FreeStorageSpace, statistics: [Minimum]}, {name: X, statistics: no}]
    - nothing
`;
    const texts = withProfiles('', { 'yace-config': yace });
    expect(of('aws', texts)?.perResource).toEqual([{ resource: 'RDS instance', series: 4 }]);
  });

  test('Google Cloud: the metrics of each kind of resource', () => {
    expect(of('gcp')?.perResource).toEqual([
      { resource: 'Cloud Run service', series: 2 },
      { resource: 'Pub/Sub subscription', series: 2 },
      { resource: 'function', series: 1 },
    ]);
    const flag = '--monitoring.metrics-prefixes=';
    const flags = `${flag}run.googleapis.com/request_latencies\n${flag}kubernetes.io/container/cpu\n`;
    expect(of('gcp', withProfiles('', { 'gcp-metrics': flags }))?.perResource).toEqual([
      { resource: 'Cloud Run service', series: 1 },
      { resource: 'resource of kubernetes.io', series: 1 },
    ]);
  });
});
