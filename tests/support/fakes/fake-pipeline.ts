import { serviceNames, sourceIds } from '@/lib/pipeline/components';
import type { ServiceSample, SourceSample, TargetSample } from '@/lib/schemas/snapshot';
import type { HostSample } from '@/lib/verdict/terms/host';
import type { Pipeline, VerdictContext } from '@/lib/verdict/terms/types';

export const AT_MS = Date.parse('2026-03-01T12:00:00Z');

export const service = (name: ServiceSample['name'], over: Partial<ServiceSample> = {}): ServiceSample => ({
  name,
  enabled: true,
  state: 'running',
  health: 'healthy',
  containerId: 'abcdef012345',
  image: `example/${name}:1`,
  startedAtMs: AT_MS - 3_600_000,
  exitCode: null,
  oomKilled: false,
  restarts: 0,
  cpuPercent: 1,
  memoryBytes: 1e7,
  memoryLimitBytes: null,
  ...over,
});

export const targetSample = (over: Partial<TargetSample> = {}): TargetSample => ({
  job: 'node-exporter',
  instance: 'pi:9100',
  source: 'pi',
  state: 'up',
  lastError: null,
  lastScrapeAtMs: AT_MS - 10_000,
  durationSeconds: 0.1,
  intervalSeconds: 60,
  timeoutSeconds: 10,
  samples: 600,
  ...over,
});

export const sourceSample = (id: SourceSample['id'], over: Partial<SourceSample> = {}): SourceSample => ({
  id,
  enabled: true,
  state: 'flowing',
  message: null,
  samples: 600,
  samplesPerSecond: 10,
  ...over,
});

/** Everything works and arrives at Grafana Cloud. */
export function healthy(): Pipeline {
  return {
    atMs: AT_MS,
    cluster: 'pi',
    stack: 'present',
    engine: { state: 'up', version: '28.5.2', apiVersion: '1.51', message: null, hasMemoryCgroup: true },
    services: serviceNames.map((name) => service(name)),
    vmagent: {
      state: 'up',
      version: 'v1.149.0',
      startedAtMs: AT_MS - 3_600_000,
      configOk: true,
      aggregationOk: true,
    },
    destination: { kind: 'grafana-cloud', url: 'https://prometheus-prod-01.grafana.net/api/prom/push' },
    sources: sourceIds.map((id) => sourceSample(id)),
    targets: [targetSample(), targetSample({ job: 'vmagent', instance: 'vmagent', source: null })],
    delivery: {
      state: 'delivering',
      failure: null,
      lastSuccessAtMs: AT_MS - 6000,
      samplesPerSecond: 412,
      bytesPerSecond: 2000,
      deliveredRequests: 1000,
      retries: 0,
      droppedBlocks: 0,
    },
    buffer: {
      bytes: 0,
      capBytes: 2 ** 30,
      freeDiskBytes: 2 ** 30,
      trend: 'idle',
      secondsToFull: null,
      secondsToDrain: null,
      offlineSeconds: 500_000,
      backlogSeconds: null,
      drainRatio: 0.002,
    },
  };
}

export const CALM_HOST: HostSample = {
  isUnderVoltage: false,
  isSlowed: false,
  hotCelsius: null,
  memory: { free: 2e9, total: 4e9 },
  disk: { free: 2e10, total: 3e10 },
  sdBytesPerDay: 2e9,
  isReadOnly: false,
  cardWear: null,
  powerCuts: 0,
};

export const calmContext = (): VerdictContext => ({
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
});
