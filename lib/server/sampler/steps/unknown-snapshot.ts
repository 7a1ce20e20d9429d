import 'server-only';
import { prices } from '@/lib/pipeline/sources/prices';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { BufferSample, EngineSample, Snapshot } from '@/lib/schemas/snapshot';
import type { Pipeline } from '@/lib/verdict/terms/types';
import type { StackSettings } from './ports';

export const UNKNOWN_ENGINE: EngineSample = {
  state: 'unreachable',
  version: null,
  apiVersion: null,
  message: null,
  hasMemoryCgroup: null,
};

export const UNKNOWN_DELIVERY: DeliverySample = {
  state: 'unknown',
  failure: null,
  lastSuccessAtMs: null,
  samplesPerSecond: null,
  bytesPerSecond: null,
  deliveredRequests: null,
  retries: null,
  droppedBlocks: null,
};

export const UNKNOWN_BUFFER: BufferSample = {
  bytes: null,
  capBytes: null,
  freeDiskBytes: null,
  trend: 'unknown',
  secondsToFull: null,
  secondsToDrain: null,
  offlineSeconds: null,
  backlogSeconds: null,
  drainRatio: null,
};

/** What is known before the first reading: nothing, said plainly. */
export function unknownSnapshot(atMs: number): Snapshot {
  const pipeline: Pipeline = {
    atMs,
    cluster: null,
    stack: 'unknown',
    engine: { ...UNKNOWN_ENGINE, message: 'Not asked yet.' },
    services: [],
    vmagent: { state: 'starting', version: null, startedAtMs: null, configOk: null, aggregationOk: null },
    destination: { kind: 'local', url: '' },
    sources: [],
    targets: [],
    delivery: UNKNOWN_DELIVERY,
    buffer: UNKNOWN_BUFFER,
  };
  return {
    ...pipeline,
    verdict: {
      state: 'unknown',
      headline: 'Weir is taking its first look.',
      detail: 'It takes a few seconds.',
      fix: null,
      action: null,
      findings: [],
    },
  };
}

/** Until the stack’s files were read. */
export const NO_SETTINGS: StackSettings = {
  cluster: null,
  destination: { kind: 'local', url: '' },
  isRead: false,
  plan: { series: null, pointsPerMinute: null },
  enabled: new Set(),
  images: new Map(),
  bufferCapBytes: null,
  clockSeconds: {},
  prices,
  expected: {},
  unfiltered: new Set(),
  wasSetUp: false,
  notUnderstood: [],
  problem: null,
};
