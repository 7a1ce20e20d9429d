import 'server-only';
import { Counter, Gauge, Registry } from 'prom-client';
import { type DeliverySample, deliveryStates } from '@/lib/schemas/snapshot';
import { singleton } from '../singleton';

export interface PanelFacts {
  version: string;
  deliveryState: DeliverySample['state'];
  bufferBytes: number | null;
  tickSeconds: number | null;
  viewers: number;
  vmagentRequests: number;
}

// Not prom-client's default metrics: some of them keep a timer and a histogram of the event loop for ever.
function createMetrics() {
  const registers = [new Registry()];
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    registry: registers[0] ?? new Registry(),
    build: gauge('weir_build_info', 'Version of the panel; always 1.', ['version']),
    delivery: gauge('weir_delivery_state', 'State of remote write: 1 for the one that it is in.', ['state']),
    buffer: gauge('weir_buffer_bytes', 'Waiting to be sent, in memory and on disk, in bytes.'),
    tick: gauge('weir_sampler_tick_seconds', 'Time that the last sample took to take.'),
    viewers: gauge('weir_stream_viewers', 'Pages that are open on the live stream.'),
    requests: counter('weir_vmagent_requests_total', 'Requests that the panel made to vmagent.'),
    cpu: counter('process_cpu_seconds_total', 'User and system CPU time of the panel.'),
    memory: gauge('process_resident_memory_bytes', 'Resident memory of the panel.'),
    start: gauge('process_start_time_seconds', 'Start of the panel since the epoch.'),
  };
}

/** The panel's metrics as Prometheus text. What is unknown is left out, never 0. */
export async function renderMetrics(facts: PanelFacts): Promise<{ contentType: string; text: string }> {
  const metrics = singleton('metrics', createMetrics);
  metrics.build.labels(facts.version).set(1);
  for (const state of deliveryStates) {
    metrics.delivery.labels(state).set(state === facts.deliveryState ? 1 : 0);
  }
  setKnown(metrics.buffer, facts.bufferBytes);
  setKnown(metrics.tick, facts.tickSeconds);
  metrics.viewers.set(facts.viewers);
  setTotal(metrics.requests, facts.vmagentRequests);
  const { user, system } = process.cpuUsage();
  setTotal(metrics.cpu, (user + system) / 1e6);
  metrics.memory.set(process.memoryUsage.rss());
  metrics.start.set(Date.now() / 1000 - process.uptime());
  return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
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
