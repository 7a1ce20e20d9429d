import type { Page } from '@playwright/test';
import type { Events, TimelineEvent } from '../../lib/schemas/event.ts';
import type { History } from '../../lib/schemas/history.ts';
import { HOUR, MB, MINUTE, NOW_MS } from './snapshot-parts.ts';

type Values = (number | null)[];

/** Six hours by the minute; the panel did not run for a quarter of an hour. */
function course(value: (minute: number) => number): Values {
  return Array.from({ length: 360 }, (_, minute) =>
    minute >= 236 && minute < 252 ? null : Number(value(minute).toPrecision(4)),
  );
}
const isOut = (minute: number) => minute > 120 && minute < 170;

const target = (job: string, seconds: number, up: (minute: number) => number = () => 1) => ({
  job,
  instance: `${job}:9100`,
  up: course(up),
  durationSeconds: course((minute) => seconds * (1 + 0.3 * Math.sin(minute / 7))),
});
const service = (
  name: 'vmagent' | 'yace' | 'node-exporter' | 'cadvisor' | 'weir',
  cpu: number,
  megabytes: number,
) => ({
  name,
  cpuPercent: course((minute) => cpu * (1 + 0.4 * Math.sin(minute / 5))),
  memoryBytes: course((minute) => megabytes * MB * (1 + 0.05 * Math.sin(minute / 40))),
});

export const charts: History = {
  stepSeconds: 60,
  startMs: NOW_MS - 6 * HOUR,
  series: {
    samplesPerSecond: course((minute) => (isOut(minute) ? 0 : 57 + 4 * Math.sin(minute / 9))),
    bytesPerSecond: course((minute) => (isOut(minute) ? 0 : 1830 + 90 * Math.sin(minute / 9))),
    bufferBytes: course((minute) =>
      isOut(minute) ? (minute - 120) * 1.6 * MB : minute >= 170 && minute < 180 ? (180 - minute) * 8 * MB : 0,
    ),
    targetsUp: course(() => 5),
    temperatureCelsius: course((minute) => 52 + 5 * Math.sin(minute / 60) + Math.sin(minute / 3)),
  },
  parts: {
    stepSeconds: 60,
    startMs: NOW_MS - 6 * HOUR,
    targets: [
      target('vmagent', 0.004),
      target('node-exporter', 0.21),
      target('yace', 4.2, (minute) => (minute > 300 && minute < 312 ? 0 : minute === 330 ? 0.5 : 1)),
      target('cadvisor', 0.6),
    ],
    services: [
      service('vmagent', 2.1, 61),
      service('yace', 0.6, 34),
      service('node-exporter', 1.1, 18),
      service('cadvisor', 3.9, 74),
      service('weir', 0.9, 96),
    ],
  },
};

export const emptyCharts: History = {
  stepSeconds: 15,
  startMs: 0,
  series: {
    samplesPerSecond: [],
    bytesPerSecond: [],
    bufferBytes: [],
    targetsUp: [],
    temperatureCelsius: [],
  },
  parts: { stepSeconds: 60, startMs: 0, targets: [], services: [] },
};

const event = (
  id: string,
  agoMs: number,
  lastsMs: number | null,
  rest: Partial<TimelineEvent>,
): TimelineEvent => ({
  id,
  kind: 'finding',
  subject: id,
  severity: 'warning',
  title: '',
  detail: null,
  fromMs: NOW_MS - agoMs,
  toMs: lastsMs === null ? null : NOW_MS - agoMs + lastsMs,
  times: 1,
  bufferedBytes: null,
  lostBlocks: null,
  lostBytes: null,
  ...rest,
});

export const events: TimelineEvent[] = [
  event('service-restart-loop-yace', 4 * MINUTE, null, {
    title: 'yace keeps ending and being started again',
    times: 3,
  }),
  event('down', 124 * MINUTE, 16 * MINUTE, {
    kind: 'panel',
    severity: 'info',
    title: 'The panel did not run, so nobody watched',
    detail: 'It was ended and started again. Version 0.1.0 before, 0.2.0 since.',
  }),
  event('apply', 3 * HOUR, 4_200, {
    kind: 'job',
    severity: 'info',
    title: 'Scrape interval of node-exporter: 60 s → 15 s',
    detail: 'vmagent runs with the new file; 4 targets are up.',
  }),
  event('waiting-server-error', 4 * HOUR, 49 * MINUTE, {
    severity: 'waiting',
    title: 'Grafana Cloud answers with an error of its own (503)',
    bufferedBytes: 79 * MB,
  }),
  event('losing-rejected', 30 * HOUR, 11 * MINUTE, {
    severity: 'losing',
    title: 'Grafana Cloud throws data away: samples out of order',
    bufferedBytes: 1.2 * MB,
    lostBlocks: 14,
    lostBytes: null,
  }),
  event('losing-buffer-full', 8 * 24 * HOUR, 26 * HOUR, {
    severity: 'losing',
    title: 'The buffer is full: the oldest data makes room',
    bufferedBytes: 1073 * MB,
    lostBlocks: 2_204,
    lostBytes: 312 * MB,
  }),
];

export interface FakeTimeline {
  charts: History;
  events: TimelineEvent[];
  /** Every call fails with this. */
  failure: { status: number; body: object } | null;
}

/** Answers for the charts and the events. Call it last. */
export async function fakeTimeline(page: Page, change: Partial<FakeTimeline> = {}): Promise<void> {
  const fake: FakeTimeline = { charts, events, failure: null, ...change };
  const answer = (json: History | Events) =>
    fake.failure ? { status: fake.failure.status, json: fake.failure.body } : { json };
  await page.route('**/api/history?*parts=true*', (route) => route.fulfill(answer(fake.charts)));
  await page.route(/\/api\/events\b/, (route) => route.fulfill(answer({ events: fake.events })));
}
