import type { Budget } from '../../lib/schemas/budget.ts';

const within: Budget = {
  series: 2714,
  pointsPerMinute: 1544.4,
  samplesPerSecond: 57.4,
  limits: { series: 10_000, pointsPerMinute: 10_000 },
  brake: { maxSeries: 20_000, droppedSamples: 0 },
  jobs: [
    {
      job: 'yace',
      offered: 2204,
      kept: 1310,
      isEstimate: false,
      intervalSeconds: 300,
      pointsPerMinute: 262,
      share: 0.483,
    },
    {
      job: 'node-exporter',
      offered: 1184,
      kept: 612,
      isEstimate: false,
      intervalSeconds: 60,
      pointsPerMinute: 612,
      share: 0.225,
    },
    {
      job: 'stackdriver-exporter',
      offered: 388,
      kept: 310,
      isEstimate: true,
      intervalSeconds: 60,
      pointsPerMinute: 310,
      share: 0.114,
    },
    {
      job: 'vmagent',
      offered: 1020,
      kept: 71,
      isEstimate: false,
      intervalSeconds: 30,
      pointsPerMinute: 142,
      share: 0.026,
    },
    {
      job: 'a-job-of-my-own',
      offered: null,
      kept: null,
      isEstimate: false,
      intervalSeconds: 15,
      pointsPerMinute: null,
      share: null,
    },
  ],
  forecasts: [
    {
      source: 'containers',
      series: 188,
      pointsPerMinute: 188,
      containers: 8,
      perResource: [{ resource: 'container', series: 16 }],
    },
    {
      source: 'aws',
      series: null,
      pointsPerMinute: null,
      containers: null,
      perResource: [
        { resource: 'Lambda function', series: 6 },
        { resource: 'SQS queue', series: 4 },
      ],
    },
    {
      source: 'gcp',
      series: null,
      pointsPerMinute: null,
      containers: null,
      perResource: [{ resource: 'Cloud Run service', series: 2 }],
    },
  ],
};

/** What `GET /api/budget` may answer. */
export const budgets = {
  within,
  near: { ...within, series: 9400, pointsPerMinute: 11_240 },
  braked: { ...within, series: 20_010, brake: { maxSeries: 20_000, droppedSamples: 48_211 } },
  withoutPlan: { ...within, limits: { series: null, pointsPerMinute: null }, forecasts: [] },
  unknown: {
    ...within,
    series: null,
    pointsPerMinute: null,
    samplesPerSecond: null,
    brake: { maxSeries: null, droppedSamples: null },
    jobs: [],
  },
} as const satisfies Record<string, Budget>;
