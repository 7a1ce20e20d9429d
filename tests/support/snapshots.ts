import type { Snapshot } from '@/lib/schemas/snapshot';
import type { Pipeline, VerdictContext } from '@/lib/verdict/types';
import { verdict } from '@/lib/verdict/verdict';
import { CALM_HOST } from './fake-pipeline.ts';
import { HOUR, MB, MINUTE, NOW_MS, OFF, STOPPED, service, source, TARGETS } from './snapshot-parts.ts';

const delivering: Pipeline = {
  atMs: NOW_MS,
  cluster: 'pi-attic',
  stack: 'present',
  engine: { state: 'up', version: '28.5.2', apiVersion: '1.51', message: null, hasMemoryCgroup: true },
  services: [
    service('vmagent', { cpuPercent: 2.1, memoryBytes: 61 * MB }),
    service('yace', { cpuPercent: 0.3, memoryBytes: 34 * MB }),
    service('stackdriver-exporter', { cpuPercent: 0.2, memoryBytes: 22 * MB }),
    service('node-exporter', { cpuPercent: 0.6, memoryBytes: 18 * MB }),
    service('cadvisor', { cpuPercent: 3.9, memoryBytes: 74 * MB, restarts: 1 }),
    service('victoria-metrics', OFF),
    service('weir', { cpuPercent: 0.8, memoryBytes: 118 * MB, memoryLimitBytes: 256 * MB }),
  ],
  vmagent: { state: 'up', version: 'v1.148.0', startedAtMs: NOW_MS - 27 * HOUR, configOk: true },
  destination: {
    kind: 'grafana-cloud',
    url: 'https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push',
  },
  sources: [
    source('aws', { samples: 2_204, samplesPerSecond: 7.3 }),
    source('gcp', { samples: 388, samplesPerSecond: 6.5 }),
    source('pi', { samples: 1_184, samplesPerSecond: 19.7 }),
    source('containers', { samples: 412, samplesPerSecond: 6.9 }),
  ],
  targets: TARGETS,
  delivery: {
    state: 'delivering',
    failure: null,
    lastSuccessAtMs: NOW_MS - 6_000,
    samplesPerSecond: 57.4,
    bytesPerSecond: 1_830,
    deliveredRequests: 48_211,
    retries: 3,
    droppedBlocks: 0,
  },
  buffer: {
    bytes: 0,
    capBytes: 1_073_741_824,
    freeDiskBytes: 21e9,
    trend: 'idle',
    secondsToFull: null,
    secondsToDrain: null,
    offlineSeconds: 6.8 * 86_400,
    backlogSeconds: null,
    drainRatio: 0.002,
  },
};

const calm: VerdictContext = {
  previous: [],
  loss: null,
  brake: null,
  impostor: null,
  slowness: { requestSeconds: 0.1, unansweredSeconds: null },
  outrunSinceMs: null,
  crash: null,
  failingSinceMs: null,
  restarts: {},
  outOfMemory: [],
  missingImages: [],
  notStarted: [],
  silences: [],
  host: CALM_HOST,
  clockAheadSeconds: 0.2,
  drift: [],
  lateSeconds: null,
  beingStarted: [],
  fileProblem: null,
  notUnderstood: [],
  hasNoTargets: false,
  configError: null,
};

/** A snapshot with the verdict that the panel itself would give. Its findings are 12 minutes old. */
export function snapshot(change: Partial<Pipeline> = {}, context: Partial<VerdictContext> = {}): Snapshot {
  const pipeline = { ...delivering, ...change };
  const given = verdict(pipeline, { ...calm, ...context });
  const findings = given.findings.map((finding) => ({ ...finding, sinceMs: NOW_MS - 12 * MINUTE }));
  return { ...pipeline, verdict: { ...given, findings } };
}

const waitingBuffer: Snapshot['buffer'] = {
  ...delivering.buffer,
  bytes: 182 * MB,
  trend: 'filling',
  secondsToFull: 31 * 3600,
  secondsToDrain: 260,
  offlineSeconds: 31 * 3600,
  backlogSeconds: 720,
};

const nothingKnown: Pick<Snapshot, 'delivery' | 'buffer'> = {
  delivery: {
    state: 'unknown',
    failure: null,
    lastSuccessAtMs: NOW_MS - 12 * MINUTE,
    samplesPerSecond: null,
    bytesPerSecond: null,
    deliveredRequests: null,
    retries: null,
    droppedBlocks: null,
  },
  buffer: {
    bytes: null,
    capBytes: null,
    freeDiskBytes: null,
    trend: 'unknown',
    secondsToFull: null,
    secondsToDrain: null,
    offlineSeconds: null,
    backlogSeconds: null,
    drainRatio: null,
  },
};

const unknownSources = delivering.sources.map((each) => ({
  ...each,
  state: 'unknown' as const,
  samples: null,
  samplesPerSecond: null,
}));

/** Only the panel has a container. */
const noContainers = {
  vmagent: { state: 'absent' as const, version: null, startedAtMs: null, configOk: null },
  sources: delivering.sources.map((each) => ({
    ...each,
    enabled: each.id === 'pi',
    state: each.id === 'pi' ? ('unknown' as const) : ('off' as const),
    samples: null,
    samplesPerSecond: null,
  })),
  targets: [],
  services: delivering.services.map((each) =>
    each.name === 'weir'
      ? each
      : { ...each, ...OFF, enabled: each.name === 'vmagent' || each.name === 'node-exporter' },
  ),
};

/** Every state that a viewer can meet. */
export const snapshots = {
  delivering: snapshot(),
  waiting: snapshot({
    delivery: {
      ...delivering.delivery,
      state: 'waiting',
      failure: {
        kind: 'unauthorised',
        cause: 'wrong-token',
        statusCode: 401,
        retrySeconds: 60,
        message:
          'unexpected status code received after sending a block: 401; response body="authentication error: invalid token"',
      },
      lastSuccessAtMs: NOW_MS - 12 * MINUTE,
      samplesPerSecond: 0,
      bytesPerSecond: 0,
      retries: 48,
    },
    buffer: waitingBuffer,
  }),
  losing: snapshot(
    {
      delivery: {
        ...delivering.delivery,
        state: 'losing',
        failure: {
          kind: 'rejected',
          cause: 'series-limit',
          statusCode: 400,
          retrySeconds: null,
          message: 'user=123456: per-user series limit of 10000 exceeded (err-mimir-max-series-per-user)',
        },
        lastSuccessAtMs: NOW_MS - 3 * MINUTE,
        samplesPerSecond: 12,
        droppedBlocks: 214,
      },
    },
    {
      loss: {
        discard: null,
        reason: 'rejected',
        lastAtMs: NOW_MS - 4_000,
        isOngoing: true,
        blocks: 214,
        bytes: 3 * MB,
      },
    },
  ),
  stalled: snapshot({
    delivery: {
      ...delivering.delivery,
      state: 'stalled',
      lastSuccessAtMs: NOW_MS - 42 * MINUTE,
      samplesPerSecond: 0,
    },
    buffer: { ...delivering.buffer, bytes: 4 * MB, trend: 'filling', secondsToFull: 5 * 86_400 },
  }),
  starting: snapshot({
    vmagent: { ...delivering.vmagent, startedAtMs: NOW_MS - 8_000 },
    delivery: { ...nothingKnown.delivery, state: 'starting', lastSuccessAtMs: null },
    buffer: { ...delivering.buffer, secondsToFull: null },
    targets: TARGETS.map((each) => ({
      ...each,
      state: 'pending' as const,
      lastScrapeAtMs: null,
      durationSeconds: null,
      samples: null,
    })),
    sources: delivering.sources.map((each) => ({
      ...each,
      state: 'pending' as const,
      samples: null,
      samplesPerSecond: null,
    })),
  }),
  blind: snapshot({
    sources: [
      source('aws', {
        state: 'blind',
        message: 'AWS refuses the access key (InvalidClientTokenId).',
        samples: 24,
        samplesPerSecond: 0.1,
      }),
      source('gcp', { state: 'down', message: 'connection refused', samples: null, samplesPerSecond: null }),
      source('pi', { samples: 1_184, samplesPerSecond: 19.7 }),
      source('containers', { enabled: false, state: 'off', samples: null, samplesPerSecond: null }),
    ],
    services: delivering.services.map((each) => {
      if (each.name === 'stackdriver-exporter')
        return {
          ...each,
          state: 'restarting',
          health: 'none',
          restarts: 7,
          exitCode: 1,
          memoryBytes: null,
          cpuPercent: null,
        };
      if (each.name === 'cadvisor') return { ...each, ...OFF };
      return { ...each, memoryBytes: null, memoryLimitBytes: null };
    }),
    engine: { ...delivering.engine, hasMemoryCgroup: false },
    targets: TARGETS.filter(({ job }) => job !== 'cadvisor').map((each) =>
      each.job === 'stackdriver-exporter'
        ? {
            ...each,
            state: 'down',
            samples: 0,
            lastError:
              'cannot read metrics: Get "http://stackdriver-exporter:9255/metrics": dial tcp4 172.18.0.6:9255: connect: connection refused',
          }
        : each,
    ),
  }),
  draining: snapshot({
    buffer: { ...waitingBuffer, trend: 'draining', secondsToFull: null, secondsToDrain: 260 },
    delivery: { ...delivering.delivery, samplesPerSecond: 2_310, bytesPerSecond: 61_000 },
  }),
  local: snapshot({
    destination: { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' },
    services: delivering.services.map((each) =>
      each.name === 'victoria-metrics'
        ? service('victoria-metrics', { memoryBytes: 92 * MB, cpuPercent: 1.1 })
        : each.name === 'yace' || each.name === 'stackdriver-exporter'
          ? { ...each, ...OFF }
          : each,
    ),
    sources: delivering.sources.map((each) =>
      each.id === 'aws' || each.id === 'gcp'
        ? { ...each, enabled: false, state: 'off', samples: null, samplesPerSecond: null }
        : each,
    ),
    targets: TARGETS.filter(({ source: id }) => id !== 'aws' && id !== 'gcp'),
  }),
  storeStopped: snapshot({
    destination: { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' },
    services: delivering.services.map((each) =>
      each.name === 'victoria-metrics' ? { ...service('victoria-metrics'), ...STOPPED, exitCode: 0 } : each,
    ),
    delivery: {
      ...delivering.delivery,
      state: 'waiting',
      failure: { kind: 'network', cause: 'dns', statusCode: null, retrySeconds: 60, message: 'no such host' },
      lastSuccessAtMs: NOW_MS - 12 * MINUTE,
    },
    buffer: { ...waitingBuffer, bytes: 900 * MB, backlogSeconds: 4000 },
  }),
  overrideFile: snapshot(
    {},
    {
      fileProblem: {
        message:
          'Docker Compose would read docker-compose.override.yml on top of docker-compose.yml, and Weir does not.',
        hint: 'Move what it says into docker-compose.yml or .env, and remove docker-compose.override.yml. Until then the panel changes nothing, because it would undo what stands there.',
      },
    },
  ),
  withoutContainers: snapshot({
    sources: delivering.sources.map((each) =>
      each.id === 'containers'
        ? { ...each, state: 'down', message: 'no such host', samples: null, samplesPerSecond: null }
        : each,
    ),
    services: delivering.services.map((each) => (each.name === 'cadvisor' ? { ...each, ...STOPPED } : each)),
    targets: TARGETS.map((each) =>
      each.job === 'cadvisor'
        ? { ...each, state: 'down', samples: null, lastError: 'lookup cadvisor: no such host' }
        : each,
    ),
    delivery: { ...delivering.delivery, lastSuccessAtMs: NOW_MS - 28_000 },
  }),
  awsOnly: snapshot({
    services: delivering.services.map((each) =>
      ['stackdriver-exporter', 'node-exporter', 'cadvisor'].includes(each.name) ? { ...each, ...OFF } : each,
    ),
    sources: delivering.sources.map((each) =>
      each.id === 'aws'
        ? each
        : { ...each, enabled: false, state: 'off', samples: null, samplesPerSecond: null },
    ),
    targets: TARGETS.filter(({ job }) => job === 'yace').map((each) => ({
      ...each,
      lastScrapeAtMs: NOW_MS - 33_000,
    })),
    delivery: { ...delivering.delivery, lastSuccessAtMs: NOW_MS - 28_000, samplesPerSecond: 7.3 },
  }),
  vmagentDown: snapshot({
    ...nothingKnown,
    vmagent: { state: 'down', version: null, startedAtMs: null, configOk: null },
    sources: unknownSources,
    targets: [],
    services: delivering.services.map((each) => (each.name === 'vmagent' ? { ...each, ...STOPPED } : each)),
  }),
  stackStopped: snapshot({
    ...nothingKnown,
    vmagent: { state: 'down', version: null, startedAtMs: null, configOk: null },
    sources: unknownSources,
    targets: [],
    services: delivering.services.map((each) =>
      each.name === 'weir' || !each.enabled ? each : { ...each, ...STOPPED, exitCode: 0 },
    ),
  }),
  stackAbsent: snapshot({
    ...nothingKnown,
    delivery: { ...nothingKnown.delivery, lastSuccessAtMs: null },
    cluster: null,
    stack: 'absent',
    ...noContainers,
  }),
  stackGone: snapshot({
    ...nothingKnown,
    stack: 'gone',
    ...noContainers,
  }),
  engineUnreachable: snapshot({
    ...nothingKnown,
    stack: 'unknown',
    engine: {
      state: 'unreachable',
      version: null,
      apiVersion: null,
      message: 'connect ECONNREFUSED /var/run/docker.sock',
      hasMemoryCgroup: null,
    },
    vmagent: { state: 'down', version: null, startedAtMs: null, configOk: null },
    sources: unknownSources,
    targets: [],
    services: delivering.services.map((each) => ({ ...each, cpuPercent: null, memoryBytes: null })),
  }),
  engineDenied: snapshot({
    stack: 'unknown',
    engine: {
      state: 'denied',
      version: null,
      apiVersion: null,
      message: 'connect EACCES /var/run/docker.sock',
      hasMemoryCgroup: null,
    },
    services: delivering.services.map((each) => ({ ...each, cpuPercent: null, memoryBytes: null })),
  }),
} satisfies Record<string, Snapshot>;

export type SnapshotName = keyof typeof snapshots;
