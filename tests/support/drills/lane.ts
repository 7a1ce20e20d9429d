import type { Page } from 'playwright';
import type { FakeDestination } from '../fakes/fake-destination.ts';
import { type Panel, startPanel } from '../panel/panel.ts';
import { Viewer } from '../panel/viewer.ts';
import { waitFor } from '../run/exec.ts';
import type { Engine } from '../stack/engine.ts';
import { type TempStack, tempStack } from '../stack/stack.ts';
import { FakeExporter } from './exporter.ts';
import type { Store } from './store.ts';

/** Samples of a numbered series come at this rate, in seconds, unless the lane says otherwise. */
const BEAT_SECONDS = 2;

/** A pipeline of its own for some drills: real vmagent in a container, the built panel, an open page. */
export interface Lane {
  name: string;
  stack: TempStack;
  /** Between two samples of a numbered series. */
  beatSeconds: number;
  panel: Panel;
  viewer: Viewer;
  store: Store;
  /** What vmagent writes to, where this process stands before the store. */
  gate: FakeDestination;
  /** The source that is well in every drill that is not about it. */
  beat: FakeExporter;
  /** The source that some drills are about, as the jobs `thing`, `big` and `limited`. */
  thing: FakeExporter;
  /** The overview in a real browser, in the lanes that have one. */
  page: Page | null;
  docker(verb: string, service: string, ...args: string[]): Promise<string>;
  /** The process of a service's container, as this machine sees it. */
  pid(service: string): Promise<number>;
  /** vmagent reads its configuration again, as `curl …/-/reload` by hand makes it. */
  reload(): Promise<void>;
  /** One of vmagent's own counters; null: it is not there. */
  counter(name: string): Promise<number | null>;
  /** Ends the panel. @returns when it had ended */
  stopPanel(): Promise<number>;
  /** Starts it again. @returns when it answered */
  startPanel(): Promise<number>;
  close(): Promise<void>;
}

export interface LaneOptions {
  name: string;
  store: Store;
  engine?: Engine;
  /** Already open; removed with the lane. */
  gate: FakeDestination;
  /** The gate's address as vmagent is told it. */
  urlOf?: (url: string) => string;
  beatSeconds?: number;
  /** `WEIR_DESTINATION` of the stack. */
  kind?: 'grafana-cloud' | 'local' | 'other';
  /** Further arguments of vmagent, beside those of compose/docker-compose.yml. */
  flags?: string[];
  /** Further scrape jobs. */
  jobs?: (thing: FakeExporter) => string;
  services?: string[];
  env?: Record<string, string>;
  /** Called when the stack's files are written and nothing of it is made yet. */
  prepare?: (stack: TempStack) => Promise<void>;
}

export const CONFIG = 'config/vmagent/prometheus.yml';

const config = (name: string, seconds: number, beat: FakeExporter, jobs: string) => `global:
  scrape_interval: ${seconds}s
  external_labels: {cluster: ${name}}
scrape_configs:
# One small block a second, so that a fault of the destination meets a request at once.
- job_name: vmagent
  scrape_interval: 1s
  static_configs: [{targets: ["127.0.0.1:8429"]}]
  metric_relabel_configs: [{source_labels: [__name__], regex: vm_app_uptime_seconds, action: keep}]
- job_name: beat
  static_configs: [{targets: ["${beat.target}"]}]
${jobs}`;

/** Starts everything and waits until the page says that data is delivered. */
export async function openLane(options: LaneOptions): Promise<Lane> {
  const { name, store, gate, flags = [], services = [], jobs = () => '' } = options;
  const { beatSeconds = BEAT_SECONDS } = options;
  const stack = await tempStack({
    name: `drill-${name}`,
    ...(options.engine && { engine: options.engine }),
    env: {
      WEIR_DESTINATION: options.kind ?? 'other',
      REMOTE_WRITE_URL: options.urlOf?.(gate.url) ?? gate.url,
      REMOTE_WRITE_TOKEN: 'glc_drill',
      ...options.env,
    },
  });
  const beat = await new FakeExporter().open(store.address);
  const thing = await new FakeExporter().open(store.address);
  stack.write(CONFIG, config(name, beatSeconds, beat, jobs(thing)));
  const anchor = '      - -remoteWrite.queues=1\n';
  const compose = stack.read('docker-compose.yml');
  const added = flags.map((flag) => `      - ${flag}\n`).join('');
  stack.write('docker-compose.yml', compose.replace(anchor, anchor + added));
  const wanted = ['vmagent', ...services];
  await options.prepare?.(stack);
  await stack.compose('up', '-d', ...wanted);
  const panel = await startPanel(stack);
  await panel.claim();

  const vmagent = `http://127.0.0.1:${stack.ports.VMAGENT_PORT}`;
  const idOf = async (service: string) => (await stack.containerId(service)) ?? service;
  const lane: Lane = {
    name,
    stack,
    beatSeconds,
    panel,
    viewer: new Viewer(() => lane.panel),
    store,
    gate,
    beat,
    thing,
    page: null,
    docker: async (verb, service, ...args) => stack.engine.docker(verb, ...args, await idOf(service)),
    pid: async (service) => Number(await lane.docker('inspect', service, '--format', '{{.State.Pid}}')),
    reload: async () => {
      await fetch(`${vmagent}/-/reload`, { method: 'POST' });
    },
    counter: async (metric) => {
      const text = await (await fetch(`${vmagent}/metrics`)).text();
      const value = new RegExp(`^${metric}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1];
      return value === undefined ? null : Number(value);
    },
    stopPanel: async () => {
      await lane.panel.stop();
      return Date.now();
    },
    startPanel: async () => {
      lane.panel = await startPanel(stack);
      await lane.panel.login();
      return Date.now();
    },
    close: async () => {
      lane.viewer.close();
      await lane.panel.stop();
      await stack.remove();
      await Promise.all([gate.close(), beat.close(), thing.close()]);
    },
  };
  await lane.viewer.until('a delivery', ({ delivery }) => delivery.state === 'delivering', 60_000);
  await waitFor('a beat', () => store.scalar(`drill_beat{cluster="${name}",job="beat"}`));
  return lane;
}
