import { prices } from '@/lib/pipeline/sources/prices';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { AppError } from '@/lib/server/errors';
import type { HostReading } from '@/lib/server/sampler/steps/host';
import type {
  ContainerSample,
  SamplerPorts,
  StackEvent,
  StackSettings,
} from '@/lib/server/sampler/steps/ports';
import type { VmagentMetrics } from '@/lib/server/vmagent/metrics';
import type { ScrapeTarget } from '@/lib/server/vmagent/targets';

/** Plain fakes for what the sampler reads: a pipeline that a test drives by hand. */

export const START_MS = Date.parse('2026-03-01T12:00:00Z');

export function vmagentMetrics(over: Partial<VmagentMetrics> = {}): VmagentMetrics {
  return {
    version: 'v1.149.0',
    startedAtMs: START_MS - 3_600_000,
    configOk: true,
    configLoadedAtMs: START_MS - 3_600_000,
    configReloads: 0,
    configErrors: 0,
    aggregationOk: true,
    aggregationLoadedAtMs: START_MS - 3_600_000,
    aggregationErrors: null,
    delivered: 100,
    refused: new Map(),
    networkErrors: 0,
    retries: 0,
    requestSeconds: 1,
    requests: 100,
    rejectedBlocks: 0,
    bytesSent: 100_000,
    bytesAnswered: 11_100,
    dials: 1,
    rowsQueued: 50_000,
    bytesQueued: 100_000,
    bytesRead: 0,
    pendingBytes: 0,
    queuePath: null,
    overflowBytes: 0,
    overflowBlocks: 0,
    freeDiskBytes: 2 ** 30,
    maxDiskUsageBytes: 2 ** 30,
    brakedRows: 0,
    brakeSeries: 20_000,
    activeSeries: 600,
    aggregatedSamples: null,
    ...over,
  };
}

export function target(over: Partial<ScrapeTarget> = {}): ScrapeTarget {
  return {
    job: 'vmagent',
    instance: 'vmagent',
    state: 'up',
    lastError: null,
    lastScrapeAtMs: START_MS,
    durationSeconds: 0.01,
    intervalSeconds: 30,
    timeoutSeconds: 10,
    samples: 300,
    ...over,
  };
}

export function container(service: ServiceName, over: Partial<ContainerSample> = {}): ContainerSample {
  return {
    service,
    containerId: 'abcdef012345',
    state: 'running',
    health: 'healthy',
    image: `example/${service}:1`,
    startedAtMs: START_MS - 3_600_000,
    exitCode: null,
    oomKilled: false,
    restarts: 0,
    memoryLimitBytes: null,
    ...over,
  };
}

export const settings: StackSettings = {
  cluster: 'pi',
  destination: { kind: 'grafana-cloud', url: 'https://prometheus-prod-01.grafana.net/api/prom/push' },
  isRead: false,
  plan: { series: 10_000, pointsPerMinute: 10_000 },
  enabled: new Set<ServiceName>(['vmagent', 'node-exporter', 'weir']),
  images: new Map<ServiceName, string>([['vmagent', 'example/vmagent:1']]),
  bufferCapBytes: 2 ** 30,
  clockSeconds: { aws: 300 },
  prices,
  expected: {},
  unfiltered: new Set<SourceId>(['aws', 'gcp', 'pi', 'containers']),
  wasSetUp: false,
  notUnderstood: [],
  problem: null,
};

/** What the exporters of sources that are well answer. */
const EXPORTED: Partial<Record<SourceId, string>> = {
  pi: 'node_cpu_seconds_total 1\n',
  gcp: 'go_goroutines 7\n',
  containers: Array.from({ length: 9 }, (_, i) => `container_last_seen{name="c${i}"} 1\n`).join(''),
};

/** A machine that tells all and has nothing to complain of. */
export const QUIET_HOST: HostReading = {
  isUnderVoltage: false,
  isSlowed: false,
  temperatureCelsius: 51.5,
  memoryAvailableBytes: 2e9,
  memoryTotalBytes: 4e9,
  diskFreeBytes: 2e10,
  diskTotalBytes: 3e10,
  isReadOnly: false,
  sdWrittenBytes: 1e9,
  cardWear: null,
  powerCuts: 0,
};

export interface FakeWorld {
  ports: SamplerPorts;
  /** How often each port was asked. */
  asked: Record<string, number>;
  nowMs: number;
  metrics: VmagentMetrics | null;
  targets: ScrapeTarget[];
  containers: ContainerSample[] | null;
  emit(event: StackEvent): void;
}

/** A world in which everything works until the test says otherwise; null metrics or containers: it is away. */
export function fakeWorld(): FakeWorld {
  let listener: (event: StackEvent) => void = () => undefined;
  const away = (what: 'docker' | 'vmagent') => new AppError(`${what}-unreachable`, 'ECONNREFUSED');
  const world: FakeWorld = {
    asked: {},
    nowMs: START_MS,
    metrics: vmagentMetrics(),
    targets: [
      target(),
      target({ job: 'node-exporter', instance: 'pi:9100', intervalSeconds: 60, samples: 600 }),
    ],
    containers: [container('vmagent'), container('node-exporter'), container('weir')],
    emit: (event) => listener(event),
    ports: {
      now: () => world.nowMs,
      steadyNow: () => world.nowMs,
      engineInfo: async () =>
        world.containers
          ? { state: 'up', version: '28.5.2', apiVersion: '1.51', message: null, hasMemoryCgroup: true }
          : {
              state: 'unreachable',
              version: null,
              apiVersion: null,
              message: 'ENOENT',
              hasMemoryCgroup: null,
            },
      listContainers: async () => {
        if (!world.containers) throw away('docker');
        return world.containers;
      },
      readStats: async () => new Map(),
      tailLogs: async () => [],
      hasImage: async () => true,
      whyLeftOut: () => null,
      beingStarted: () => [],
      isChanging: () => false,
      watchEvents: (onEvent, signal) => {
        listener = onEvent;
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
      readMetrics: async () => {
        if (!world.metrics) throw away('vmagent');
        return world.metrics;
      },
      readTargets: async () => world.targets,
      readExporter: async (source) => EXPORTED[source] ?? '',
      askKey: async () => undefined,
      readSettings: async () => settings,
      readTemperature: async () => 51.5,
      readHost: async () => QUIET_HOST,
      readClockAhead: async () => 0,
      loadBalance: async () => null,
      saveBalance: async () => undefined,
      readNewest: async () => new Map(),
      askForImpostor: async () => 'none',
      readDrift: async () => [],
      readOutOfStep: async () => null,
      meters: () => new Map(),
      tellingFailures: () => undefined,
      backups: () => undefined,
    },
  };
  for (const [name, port] of Object.entries(world.ports)) {
    if (name === 'now' || name === 'steadyNow') continue;
    const counted = (...args: never[]) => {
      world.asked[name] = (world.asked[name] ?? 0) + 1;
      return (port as (...given: never[]) => unknown)(...args);
    };
    Object.assign(world.ports, { [name]: counted });
  }
  return world;
}
