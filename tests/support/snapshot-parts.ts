import type {
  ServiceName,
  ServiceSample,
  SourceId,
  SourceSample,
  TargetSample,
} from '@/lib/schemas/snapshot';

/** The moment that every fixture shows. */
export const NOW_MS = Date.UTC(2026, 8, 22, 10, 30, 0);

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const MB = 1_000_000;

const IMAGES: Record<ServiceName, string> = {
  vmagent: 'victoriametrics/vmagent:v1.148.0',
  yace: 'prometheuscommunity/yet-another-cloudwatch-exporter:v0.64.0',
  'stackdriver-exporter': 'prometheuscommunity/stackdriver-exporter:v0.19.0',
  'node-exporter': 'prom/node-exporter:v1.11.1',
  cadvisor: 'ghcr.io/google/cadvisor:v0.55.1',
  'victoria-metrics': 'victoriametrics/victoria-metrics:v1.148.0',
  weir: 'weir:0.1.0',
};

export function service(name: ServiceName, change: Partial<ServiceSample> = {}): ServiceSample {
  return {
    name,
    enabled: true,
    state: 'running',
    health: name === 'node-exporter' ? 'none' : 'healthy',
    containerId: 'a1b2c3d4e5f6',
    image: IMAGES[name],
    startedAtMs: NOW_MS - 27 * HOUR,
    exitCode: null,
    oomKilled: false,
    restarts: 0,
    cpuPercent: 1.4,
    memoryBytes: 48 * MB,
    memoryLimitBytes: 128 * MB,
    ...change,
  };
}

export const OFF: Partial<ServiceSample> = {
  enabled: false,
  state: 'absent',
  health: 'none',
  containerId: null,
  startedAtMs: null,
  cpuPercent: null,
  memoryBytes: null,
  memoryLimitBytes: null,
};

export const STOPPED: Partial<ServiceSample> = {
  state: 'exited',
  health: 'none',
  exitCode: 137,
  cpuPercent: null,
  memoryBytes: null,
};

export function source(id: SourceId, change: Partial<SourceSample> = {}): SourceSample {
  return {
    id,
    enabled: true,
    state: 'flowing',
    message: null,
    samples: 640,
    samplesPerSecond: 21.3,
    ...change,
  };
}

export function target(job: string, change: Partial<TargetSample> = {}): TargetSample {
  return {
    job,
    instance: `${job}:9100`,
    source: null,
    state: 'up',
    lastError: null,
    lastScrapeAtMs: NOW_MS - 12_000,
    durationSeconds: 0.042,
    intervalSeconds: 60,
    timeoutSeconds: 10,
    samples: 640,
    ...change,
  };
}

export const TARGETS: TargetSample[] = [
  target('cadvisor', {
    instance: 'cadvisor:8080',
    source: 'containers',
    samples: 412,
    durationSeconds: 0.21,
  }),
  target('node-exporter', { instance: 'host.docker.internal:9100', source: 'pi', samples: 1_184 }),
  target('stackdriver-exporter', {
    instance: 'stackdriver-exporter:9255',
    source: 'gcp',
    samples: 388,
    durationSeconds: 4.8,
  }),
  target('vmagent', { instance: 'vmagent:8429', samples: 512, intervalSeconds: 30, durationSeconds: 0.008 }),
  target('yace', {
    instance: 'yace:5000',
    source: 'aws',
    samples: 2_204,
    intervalSeconds: 300,
    durationSeconds: 0.36,
  }),
];
