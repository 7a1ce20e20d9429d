/**
 * What the stack is made of, one record for each service: the one place that says what is true of which. Pure, without a
 * validator, for the server and for what a page loads first.
 */

/** Where data comes from. */
export const sourceIds = ['aws', 'gcp', 'pi', 'containers'] as const;
export type SourceId = (typeof sourceIds)[number];

/** What it costs to build an image on this machine. */
export interface BuildCost {
  /**
   * Packages and sources that are fetched, in MB (10^6 bytes). Counted on amd64 at the network interface of a container
   * (`/sys/class/net/eth0/statistics/rx_bytes`) that ran the recipe up to where it compiles, with packages of sid.
   * Where the builder has no package list yet, 11 MB more.
   */
  downloadMegabytes: number;
  /** On two quiet cores of a PC; a Raspberry Pi 4 takes about four times as long. */
  secondsOnTwoCores: number;
  /** Memory and swap that the compilers take at most. */
  memoryMegabytes: number;
  /** Disk that is taken while it is built; the image itself takes 20 to 25 MB. */
  diskMegabytes: number;
}

interface Shape {
  /** Its name in `compose/docker-compose.yml`, on screen too. */
  service: string;
  /** A job of the same name in `config/vmagent/prometheus.yml` scrapes it. */
  hasJob: boolean;
  /** What its job reads; null: itself. */
  source: SourceId | null;
  /** Beside its name in a sentence: the source's name, or what it is; empty where the name says it. */
  short: string;
  /** What it does, in a few words. */
  role: string;
  /** Its address in the target list of its job; null: the list is no file. */
  target: string | null;
  /** On the stack's own network, and the variable of `.env` with the port on this host. */
  port: { inside: number; variable: string };
  /** The Compose profile that switches it on; null: it is always on. */
  profile: string | null;
  /** Exporters run before vmagent first asks them, and the store before vmagent first sends; null: the panel itself. */
  startOrder: number | null;
  /** Without it nothing is collected or kept. */
  isEssential: boolean;
  /** Tells the panel itself that it works; of the others it is known that they run. */
  answers: boolean;
  /** Its configuration, read again at a request; null: it reads its settings only when it starts. */
  reloads: 'vmagent-config' | 'yace-config' | null;
  /** Files that are no part of its container's description, and that it reads only when it starts. */
  readsAtStart: readonly ('gcp-key' | 'gcp-metrics')[];
  /** A scrape of it is a collection that its cloud bills. */
  isPaid: boolean;
  /** The variable of `.env` that names it, and its compressed size in MB, rounded up to 5; null: not known. */
  image: { variable: string; megabytes: number | null };
  /** Null: no recipe of `compose/images` makes it. */
  build: BuildCost | null;
}

const fromDebian = (downloadMegabytes: number): BuildCost => ({
  downloadMegabytes,
  secondsOnTwoCores: 10,
  memoryMegabytes: 200,
  diskMegabytes: 400,
});
const fromGo = (
  downloadMegabytes: number,
  secondsOnTwoCores: number,
  memoryMegabytes: number,
): BuildCost => ({ downloadMegabytes, secondsOnTwoCores, memoryMegabytes, diskMegabytes: 2_000 });

/** As most exporters are. */
const exporter = {
  hasJob: true,
  isEssential: false,
  answers: false,
  reloads: null,
  readsAtStart: [],
  isPaid: false,
} as const;
const core = { ...exporter, isEssential: true, answers: true } as const;

export const components = [
  {
    ...core,
    service: 'vmagent',
    source: null,
    short: '',
    role: 'Collects, buffers and delivers',
    target: null,
    port: { inside: 8429, variable: 'VMAGENT_PORT' },
    profile: null,
    startOrder: 6,
    reloads: 'vmagent-config',
    image: { variable: 'VMAGENT_IMAGE', megabytes: 10 },
    build: fromDebian(60),
  },
  {
    ...exporter,
    service: 'yace',
    source: 'aws',
    short: 'AWS',
    role: 'Reads AWS CloudWatch',
    target: 'yace:5000',
    port: { inside: 5000, variable: 'YACE_PORT' },
    profile: 'aws',
    startOrder: 4,
    answers: true,
    reloads: 'yace-config',
    image: { variable: 'YACE_IMAGE', megabytes: 30 },
    // One package, of the many of AWS, takes most of the memory.
    build: fromGo(71, 120, 2_700),
  },
  {
    ...exporter,
    service: 'stackdriver-exporter',
    source: 'gcp',
    short: 'Google Cloud',
    role: 'Reads Google Cloud Monitoring',
    target: 'stackdriver-exporter:9255',
    port: { inside: 9255, variable: 'STACKDRIVER_PORT' },
    profile: 'gcp',
    startOrder: 5,
    readsAtStart: ['gcp-key', 'gcp-metrics'],
    isPaid: true,
    image: { variable: 'STACKDRIVER_IMAGE', megabytes: 15 },
    build: fromGo(119, 90, 1_200),
  },
  {
    ...exporter,
    service: 'node-exporter',
    source: 'pi',
    short: 'This Pi',
    role: 'Measures this Pi',
    // In the network of the host.
    target: 'host.docker.internal:%{NODE_EXPORTER_PORT}',
    port: { inside: 9100, variable: 'NODE_EXPORTER_PORT' },
    profile: 'system',
    startOrder: 2,
    image: { variable: 'NODE_EXPORTER_IMAGE', megabytes: 15 },
    build: fromDebian(7),
  },
  {
    ...exporter,
    service: 'cadvisor',
    source: 'containers',
    short: 'Containers',
    role: 'Measures the containers',
    target: 'cadvisor:8080',
    port: { inside: 8080, variable: 'CADVISOR_PORT' },
    profile: 'containers',
    startOrder: 3,
    image: { variable: 'CADVISOR_IMAGE', megabytes: 35 },
    build: fromGo(75, 60, 1_000),
  },
  {
    ...core,
    service: 'victoria-metrics',
    hasJob: false,
    source: null,
    short: 'the store on this Pi',
    role: 'Stores data on this Pi',
    target: null,
    port: { inside: 8428, variable: 'VICTORIA_METRICS_PORT' },
    profile: 'local',
    startOrder: 1,
    image: { variable: 'VICTORIA_METRICS_IMAGE', megabytes: 15 },
    build: fromDebian(60),
  },
  {
    ...exporter,
    service: 'weir',
    source: null,
    short: 'this panel',
    role: 'This panel',
    target: 'weir:8430',
    port: { inside: 8430, variable: 'WEIR_PORT' },
    profile: null,
    startOrder: null,
    image: { variable: 'WEIR_IMAGE', megabytes: null },
    build: null,
  },
] as const satisfies readonly Shape[];

export type Named = (typeof components)[number];
export type ServiceName = Named['service'];
/** A job that the forms know. */
export type ScrapeJob = Extract<Named, { hasJob: true }>['service'];
/** A job whose target list is a file. */
export type TargetJob = Extract<Named, { target: string }>['service'];

export interface Component extends Shape {
  service: ServiceName;
}
