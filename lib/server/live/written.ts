import 'server-only';
import { readFile } from 'node:fs/promises';
import type { Written } from '@/lib/schemas/machine/written';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { readAllStats } from '../docker/stats';
import { serviceUrl } from '../env';
import { logger } from '../logger';
import { hub } from '../sampler/hub';
import { bytesPerDay, STEP_MS, type WriterMemory, writtenStep } from '../sampler/steps/written';
import { singleton } from '../singleton';
import { bufferDevice } from '../stack/buffer-device';
import { request } from '../vmagent/http';
import { readSamples } from '../vmagent/series';
import { type DiskCount, readStackDisk } from './disk-counts';

/** vmagent and the store count what they write themselves; so does the kernel of each process. */
const COUNTER = 'process_io_storage_written_bytes_total';
const DAY_SECONDS = 86_400;
const DISK = 'disk';

interface Held {
  beganAtMs: number | null;
  readAtMs: number;
  disk: DiskCount | null;
  writers: Map<ServiceName | typeof DISK, WriterMemory>;
}
const held = () =>
  singleton(
    'written',
    (): Held => ({ beganAtMs: null, readAtMs: Number.NEGATIVE_INFINITY, disk: null, writers: new Map() }),
  );

/** Reads the counters when it is time to. Never rejects. */
export async function noteWritten(steadyMs = performance.now()): Promise<void> {
  if (steadyMs - held().readAtMs < STEP_MS || running().length === 0) return;
  held().readAtMs = steadyMs;
  await read(steadyMs).catch((error: unknown) =>
    logger().debug({ err: error }, 'what is written cannot be read'),
  );
}

async function read(steadyMs: number): Promise<void> {
  const state = held();
  const services = running();
  const stats = await readAllStats().catch(() => new Map());
  state.disk = await readStackDisk();
  state.beganAtMs ??= steadyMs;
  const note = (writer: ServiceName | typeof DISK, counter: number | null) => {
    const next = writtenStep(state.writers.get(writer), counter, steadyMs);
    if (next) state.writers.set(writer, next);
  };
  note(DISK, state.disk?.writtenBytes ?? null);
  for (const { name, containerId } of services)
    note(name, await ownCounter(name, stats.get(containerId ?? '')?.writtenBytes ?? null));
}

const running = () =>
  hub()
    .snapshot()
    .services.filter(({ state }) => state === 'running');

/** @param ofContainer what the engine counts of it */
async function ownCounter(service: ServiceName, ofContainer: number | null): Promise<number | null> {
  if (service === 'weir') return ownWritten(await readFile('/proc/self/io', 'utf8').catch(() => ''));
  if (service !== 'vmagent' && service !== 'victoria-metrics') return ofContainer;
  const answer = await request(`${serviceUrl(service)}/metrics`).catch(() => null);
  const [sample] = readSamples(answer?.body ?? '', (line) => line.startsWith(COUNTER));
  return sample && Number.isFinite(sample.value) ? sample.value : null;
}

/** @param io of a process, as proc(5) has it */
function ownWritten(io: string): number | null {
  const bytes = /^write_bytes: (\d+)$/m.exec(io)?.[1];
  return bytes === undefined ? null : Number(bytes);
}

/** Those that keep data, which compose/move puts on another disk. */
const MOVED: ReadonlySet<ServiceName> = new Set(['vmagent', 'victoria-metrics']);

/** What writes how much a day. Reads no counters. */
export async function readWritten(steadyMs = performance.now()): Promise<Written> {
  const isMoved = (await bufferDevice().catch(() => null)) !== null;
  const { beganAtMs, disk, writers } = held();
  const of = (writer: ServiceName | typeof DISK) => bytesPerDay(writers.get(writer), steadyMs);
  const services = running().map(({ name }) => ({
    ...{ name, bytesPerDay: of(name), isElsewhere: isMoved && MOVED.has(name) },
  }));
  const whole = of(DISK);
  const here = services.filter(({ isElsewhere }) => !isElsewhere);
  const known = here.reduce((sum, service) => sum + (service.bytesPerDay ?? 0), 0);
  return {
    seconds: beganAtMs === null ? 0 : Math.min(DAY_SECONDS, Math.round((steadyMs - beganAtMs) / 1000)),
    disk: disk && { name: disk.name, isCard: disk.name.startsWith('mmcblk'), bytesPerDay: whole },
    services,
    // Data that was deleted before it came to the disk is counted of a service alone.
    others: whole === null || whole < known ? null : whole - known,
  };
}
