import type { Job } from '@/lib/schemas/job';
import type { LogLine } from '@/lib/schemas/log-line';
import { HOUR, MB, NOW_MS } from './snapshot-parts.ts';

/** A restart of vmagent, half-way. */
export const runningJob: Job = {
  id: 'job-1',
  kind: 'restart',
  title: 'Restart vmagent',
  service: 'vmagent',
  state: 'running',
  steps: [
    {
      id: 'stop',
      label: 'Stop the container',
      state: 'done',
      detail: 'It flushed its buffer to disk.',
      progress: null,
      startedAtMs: NOW_MS - 9_000,
      finishedAtMs: NOW_MS - 6_000,
    },
    {
      id: 'start',
      label: 'Start it',
      state: 'done',
      detail: null,
      progress: null,
      startedAtMs: NOW_MS - 6_000,
      finishedAtMs: NOW_MS - 5_000,
    },
    {
      id: 'healthy',
      label: 'Wait until it is healthy',
      state: 'running',
      detail: 'Health check: starting',
      progress: null,
      startedAtMs: NOW_MS - 5_000,
      finishedAtMs: null,
    },
    {
      id: 'verify',
      label: 'See it deliver',
      state: 'waiting',
      detail: null,
      progress: null,
      startedAtMs: null,
      finishedAtMs: null,
    },
  ],
  startedAtMs: NOW_MS - 9_000,
  finishedAtMs: null,
  outcome: null,
  error: null,
};

const startedStore: Job = {
  id: 'job-2',
  kind: 'start',
  title: 'Start victoria-metrics',
  service: 'victoria-metrics',
  state: 'running',
  steps: [
    {
      id: 'act',
      label: 'Start victoria-metrics',
      state: 'done',
      detail: null,
      progress: null,
      startedAtMs: NOW_MS - 3_000,
      finishedAtMs: NOW_MS - 2_000,
    },
    {
      id: 'ready',
      label: 'See that it works',
      state: 'running',
      detail: null,
      progress: null,
      startedAtMs: NOW_MS - 2_000,
      finishedAtMs: null,
    },
  ],
  startedAtMs: NOW_MS - 3_000,
  finishedAtMs: null,
  outcome: null,
  error: null,
};
const ended = (state: 'done' | 'failed'): Job['steps'] =>
  startedStore.steps.map((step) => ({
    ...step,
    state: step.id === 'act' ? 'done' : state,
    finishedAtMs: NOW_MS,
  }));

/** A start of the store on this Pi, as far as it may be when it is looked at. */
export const storeStarts = {
  running: startedStore,
  done: {
    ...startedStore,
    state: 'succeeded',
    steps: ended('done'),
    finishedAtMs: NOW_MS,
    outcome: 'victoria-metrics runs. It answers.',
  },
  failed: {
    ...startedStore,
    state: 'failed',
    steps: ended('failed'),
    finishedAtMs: NOW_MS,
    error: {
      code: 'internal',
      message: 'victoria-metrics ended again after 2 s.',
      hint: 'Its log says why.',
    },
  },
} satisfies Record<string, Job>;

/** The last six hours, a value a minute, with a hole where the panel was off. */
export const history = {
  stepSeconds: 60,
  startMs: NOW_MS - 6 * HOUR,
  series: {
    samplesPerSecond: series((x) => 57 + 4 * Math.sin(x / 9)),
    bufferBytes: series((x) =>
      x > 120 && x < 170 ? (x - 120) * 1.6 * MB : x >= 170 && x < 180 ? (180 - x) * 8 * MB : 0,
    ),
    targetsUp: series((x) => (x > 122 && x < 130 ? 4 : 5)),
    temperatureCelsius: series((x) => 52 + 5 * Math.sin(x / 60) + Math.sin(x / 3)),
  },
};

function series(value: (minute: number) => number): (number | null)[] {
  return Array.from({ length: 360 }, (_, minute) =>
    minute >= 236 && minute < 252 ? null : Math.round(value(minute) * 10) / 10,
  );
}

const MESSAGES: [LogLine['level'], string][] = [
  ['info', 'started HTTP server at "http://:8429/"'],
  ['info', 'reloading configs from "/etc/vmagent/prometheus.yml"'],
  ['warn', 'scraping "http://yace:5000/metrics" took 8.2s, which is close to its timeout of 10s'],
  ['info', 'successfully sent 1204 samples in 3 blocks'],
  [
    'error',
    'unexpected status code received after sending a block with size 18245 bytes to "1:secret-url" during retry #4: 401; response body="{\\"status\\":\\"error\\",\\"error\\":\\"authentication error: invalid token\\"}"; re-sending the block in 8.000 seconds',
  ],
  ['debug', 'discovered 5 targets'],
  ['unknown', '    at main.go:512'],
];

/** Five hundred lines of a log, two seconds apart. */
export const logLines: LogLine[] = Array.from({ length: 500 }, (_, index) => {
  const [level, text] = MESSAGES[index % MESSAGES.length] ?? ['unknown', ''];
  return { atMs: NOW_MS - (500 - index) * 2_000, stream: 'stderr', level, text };
});
