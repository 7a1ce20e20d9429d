import 'server-only';
import { Counter, Gauge, Registry } from 'prom-client';
import type { DeliverySample } from '@/lib/schemas/delivery';
import { deliveryStates } from '@/lib/schemas/delivery';
import { type BufferSample, type Finding, type Verdict, verdictStates } from '@/lib/schemas/snapshot';
import { singleton } from '../singleton';

export interface PanelFacts {
  version: string;
  /** Its id, and where it is reached; null: not known. */
  panel: { id: string; address: string | null };
  /** The shortest interval at which a source is read. */
  scrapeIntervalSeconds: number | null;
  deliveryState: DeliverySample['state'];
  buffer: Pick<BufferSample, 'bytes' | 'capBytes' | 'secondsToFull' | 'secondsToDrain' | 'offlineSeconds'>;
  verdictState: Verdict['state'];
  findings: readonly Pick<Finding, 'id' | 'severity'>[];
  /** Those that are not over. */
  incidents: readonly { id: string; findingId: string; sinceMs: number }[];
  applyResults: readonly { kind: string; result: string; count: number }[];
  tickSeconds: number | null;
  viewers: number;
  vmagentRequests: number;
}

// Not prom-client's default metrics: some of them keep a timer and a histogram of the event loop for ever.
function createMetrics() {
  const registers = [new Registry()];
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name, help, labelNames, registers });
  return {
    registry: registers[0] ?? new Registry(),
    build: gauge('weir_build_info', 'Version of the panel; always 1.', ['version']),
    panel: gauge('weir_panel_info', 'Which panel this is, and where it is reached; always 1.', [
      'panel',
      'address',
    ]),
    interval: gauge('weir_scrape_interval_seconds', 'Shortest interval at which a source is read.'),
    delivery: gauge('weir_delivery_state', 'State of remote write: 1 for the one that it is in.', ['state']),
    verdict: gauge('weir_verdict_state', 'What the verdict says: 1 for the one that holds.', ['state']),
    finding: gauge('weir_finding', 'Findings that are open; always 1. docs/findings.md', ['id', 'severity']),
    incident: gauge('weir_incident_start_time_seconds', 'Begin of each incident that is not over.', [
      'incident',
      'finding',
    ]),
    buffer: gauge('weir_buffer_bytes', 'Waiting to be sent, in memory and on disk, in bytes.'),
    cap: gauge('weir_buffer_cap_bytes', 'The most that the buffer may hold.'),
    toFull: gauge('weir_buffer_seconds_to_full', 'Until the buffer is full, while it fills.'),
    toDrain: gauge('weir_buffer_seconds_to_drain', 'Until all that waits is sent.'),
    offline: gauge('weir_buffer_offline_seconds', 'How long the destination may be away without a loss.'),
    applies: counter('weir_apply_results_total', 'Launches and changes by how they ended.', [
      'kind',
      'result',
    ]),
    tick: gauge('weir_sampler_tick_seconds', 'Time that the last sample took to take.'),
    viewers: gauge('weir_stream_viewers', 'Pages that are open on the live stream.'),
    requests: counter('weir_vmagent_requests_total', 'Requests that the panel made to vmagent.'),
    cpu: counter('process_cpu_seconds_total', 'User and system CPU time of the panel.'),
    memory: gauge('process_resident_memory_bytes', 'Resident memory of the panel.'),
    start: gauge('process_start_time_seconds', 'Start of the panel since the epoch.'),
  };
}

/** The panel's metrics as Prometheus text. What is unknown is left out, never 0. */
export async function renderMetrics(facts: PanelFacts): Promise<string> {
  const metrics = singleton('metrics', createMetrics);
  metrics.build.labels(facts.version).set(1);
  metrics.panel.labels(facts.panel.id, facts.panel.address ?? '').set(1);
  setKnown(metrics.interval, facts.scrapeIntervalSeconds);
  for (const state of deliveryStates) {
    metrics.delivery.labels(state).set(state === facts.deliveryState ? 1 : 0);
  }
  for (const state of verdictStates) {
    metrics.verdict.labels(state).set(state === facts.verdictState ? 1 : 0);
  }
  metrics.finding.reset();
  for (const { id, severity } of facts.findings) metrics.finding.labels(id, severity).set(1);
  metrics.incident.reset();
  for (const { id, findingId, sinceMs } of facts.incidents)
    metrics.incident.labels(id, findingId).set(sinceMs / 1000);
  setKnown(metrics.buffer, facts.buffer.bytes);
  setKnown(metrics.cap, facts.buffer.capBytes);
  setKnown(metrics.toFull, facts.buffer.secondsToFull);
  setKnown(metrics.toDrain, facts.buffer.secondsToDrain);
  setKnown(metrics.offline, facts.buffer.offlineSeconds);
  metrics.applies.reset();
  for (const { kind, result, count } of facts.applyResults) metrics.applies.labels(kind, result).inc(count);
  setKnown(metrics.tick, facts.tickSeconds);
  metrics.viewers.set(facts.viewers);
  setTotal(metrics.requests, facts.vmagentRequests);
  const { user, system } = process.cpuUsage();
  setTotal(metrics.cpu, (user + system) / 1e6);
  metrics.memory.set(process.memoryUsage.rss());
  metrics.start.set(Date.now() / 1000 - process.uptime());
  return metrics.registry.metrics();
}

function setKnown(gauge: Gauge, value: number | null): void {
  if (value === null) gauge.remove();
  else gauge.set(value);
}

/** prom-client has no setter for a counter whose total is kept elsewhere. */
function setTotal(counter: Counter, total: number): void {
  counter.reset();
  counter.inc(total);
}
