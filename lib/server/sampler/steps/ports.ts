import 'server-only';
import type { Limits } from '@/lib/budget';
import type { Prices } from '@/lib/pipeline/sources/prices';
import type { LogLine } from '@/lib/schemas/log-line';
import type {
  DestinationSample,
  EngineSample,
  ServiceName,
  ServiceSample,
  SourceId,
} from '@/lib/schemas/snapshot';
import type { FileProblem, ImpostorSighting, VerdictContext } from '@/lib/verdict/terms/types';
import type { Drift, OutOfStep } from '@/lib/verdict/terms/upkeep';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { ScrapeTarget } from '../../vmagent/targets';
import type { Blind, ExpectedPart } from '../eye/eye';
import type { Newest } from './arrival';
import type { Balance } from './buffer-loss';
import type { HostReading } from './host';
import type { Meter } from './meter';

export interface ContainerSample
  extends Pick<
    ServiceSample,
    'state' | 'health' | 'image' | 'startedAtMs' | 'exitCode' | 'oomKilled' | 'restarts'
  > {
  service: ServiceName;
  /** First 12 hex digits. */
  containerId: string;
  memoryLimitBytes: number | null;
  /** The folder on another disk without which it cannot start. */
  diskAway?: string;
}

/** Counters since the container's start. */
export interface ContainerStats {
  atMs: number;
  /** Null, as the next: not known yet. */
  cpuTotalNs: number | null;
  /** CPU time of the whole machine since boot, over all cores. */
  systemCpuNs: number | null;
  onlineCpus: number;
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
}

export type StackEvent =
  | { type: 'connected' | 'lost' }
  | { type: 'service'; service: ServiceName; action: string };

/** What the files of the stack say; null or empty where there is no file yet. */
export interface StackSettings {
  cluster: string | null;
  destination: DestinationSample;
  /** It can be asked what it has. */
  isRead: boolean;
  /** What the destination's plan covers. */
  plan: Limits;
  enabled: ReadonlySet<ServiceName>;
  images: ReadonlyMap<ServiceName, string>;
  /** The buffer's cap as set; vmagent may round it up. */
  bufferCapBytes: number | null;
  /** How often the exporters with a clock of their own ask. */
  clockSeconds: Partial<Record<SourceId, number>>;
  /** What clouds charge, as the owner knows it. */
  prices: Prices;
  /** What sources are asked for; left out: not known. */
  expected: Partial<Record<SourceId, readonly ExpectedPart[]>>;
  /** Sources of which no rule of the owner's may drop all series. */
  unfiltered: ReadonlySet<SourceId>;
  /** Whether a pipeline was ever launched here: the panel's own account, which outlives the containers. */
  wasSetUp: boolean;
  /** What docker-compose.yml says of services that Weir does not understand. */
  notUnderstood: VerdictContext['notUnderstood'];
  /** Why `.env` or docker-compose.yml cannot be used as it is; the rest is then as it was before. */
  problem: FileProblem | null;
}

/** Everything that the sampler reads. Each may reject with an AppError; none may take long or hang. */
export interface SamplerPorts {
  now(): number;
  /** Milliseconds of the steady clock: for what is due, and how long ago something was seen. */
  steadyNow(): number;
  /** Never rejects: an engine that cannot be used is a state. */
  engineInfo(): Promise<EngineSample>;
  listContainers(): Promise<ContainerSample[]>;
  /** By 12-digit container id. */
  readStats(): Promise<ReadonlyMap<string, ContainerStats>>;
  tailLogs(service: ServiceName, options: { tail: number; sinceMs?: number }): Promise<LogLine[]>;
  /** Is the image on this machine? */
  hasImage(image: string): Promise<boolean>;
  /** Why the last launch or start could not bring a service up; null: it could, or it was not tried. */
  whyLeftOut(service: ServiceName): string | null;
  /** A task of the panel's runs: a change, a launch. */
  isChanging(): boolean;
  /** Services that the panel brings up at the moment. */
  beingStarted(): ServiceName[];
  watchEvents(onEvent: (event: StackEvent) => void, signal: AbortSignal): Promise<void>;
  readMetrics(): Promise<VmagentMetrics>;
  readTargets(): Promise<ScrapeTarget[]>;
  /** The metrics of a source's exporter. @param query behind its address: a plain question may be one that somebody bills */
  readExporter(source: SourceId, query: string): Promise<string>;
  /**
   * Why a source's cloud does not let its key in; null: it does; undefined: not known. Asks the cloud, which bills nothing
   * for it.
   * @param startedAtMs of the exporter: a key that was put in place later is not the one that it has
   */
  askKey(source: SourceId, startedAtMs: number | null): Promise<Blind | null | undefined>;
  readSettings(): Promise<StackSettings>;
  readTemperature(): Promise<number | null>;
  readHost(): Promise<HostReading>;
  /** How far this machine's clock is ahead of the destination's, in ms; null: not known. Asks the destination. */
  readClockAhead(destination: DestinationSample): Promise<number | null>;
  /**
   * The newest samples that the destination has of this stack. Asks the destination.
   * @throws AppError service-unhealthy, with a hint, where one outside gives no answer
   */
  readNewest(
    settings: Pick<StackSettings, 'destination' | 'cluster'>,
    sources: readonly SourceId[],
  ): Promise<Newest>;
  /** What answers in the destination's place; 'none': nothing does; null: not known. Asks the destination. */
  askForImpostor(): Promise<Omit<ImpostorSighting, 'sinceMs'> | 'none' | null>;
  /** What the panel before this one knew of the buffer; null: nothing. */
  loadBalance(): Promise<Balance | null>;
  saveBalance(balance: Balance): Promise<void>;
  /** Of the ways in which people are told; undefined: they are not known yet. */
  tellingFailures(): VerdictContext['telling'];
  /** Of backups that are made by themselves; undefined: none are. */
  backups(): VerdictContext['backups'];
  /** What the sources that are billed asked for, hour by hour. */
  meters(): ReadonlyMap<SourceId, Meter>;
  /** Compares every container with the files. */
  readDrift(): Promise<readonly Drift[]>;
  /** Compares what was put into Grafana with what ships; Grafana is not asked. */
  readOutOfStep(): Promise<OutOfStep | null>;
}
