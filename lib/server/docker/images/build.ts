import 'server-only';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { buildCost, isBuildable } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { env } from '../../env';
import { AppError } from '../../errors';
import { until } from '../../wait';
import { createContainer, withDocker } from '../client';
import { dataDiskFreeBytes } from '../data-disk';
import { jsonLines } from '../json-lines';
import { firstOfTar, tarFiles } from '../tar';
import { type BuildEvent, BuildOutput, type BuildProgress } from './build-output';
import {
  BUILDER_LABEL,
  buildQuery,
  isVersion,
  labelled,
  neverRun,
  officialBuilder,
  recipeFiles,
  STAGE_LABEL,
  VERSION_FILE,
} from './build-recipes';
import { hasImage } from './pull';

export type { BuildProgress };

export interface BuildOptions {
  onProgress?: (progress: BuildProgress) => void;
  /** Ends the build; nothing of it is left. */
  signal?: AbortSignal;
}

const REST_PAUSE_MS = 300;
const REST_LIMIT_MS = 3000;

async function builderImage(service: ServiceName, files: Map<string, Buffer>): Promise<string> {
  // What a build that was cut short left carries the label too, and has no name to build on.
  const filters = { label: [BUILDER_LABEL], dangling: ['false'] };
  const made = await withDocker((client) => client.listImages({ filters }));
  const [newest] = made.filter(({ RepoTags }) => RepoTags?.length).sort((a, b) => b.Created - a.Created);
  if (newest?.RepoTags?.[0]) return newest.RepoTags[0];
  const official = officialBuilder(files, service);
  if (official && (await hasImage(official))) return official;
  throw new AppError('image-missing', 'The image that others are built on is not on this machine.', {
    hint: 'Run compose/images/build builder on this machine, then try again.',
  });
}

/**
 * What a build leaves: its stages, and after a cancelled one the container of the step that was running. An engine that
 * is busy goes on for a moment with a build that was cancelled.
 */
async function removeRest(id: string): Promise<void> {
  const label = [`${STAGE_LABEL}=${id}`];
  const isRemoved = async (): Promise<boolean> =>
    withDocker(async (client) => {
      const running = await client.listContainers({ all: true, filters: { label } });
      await Promise.allSettled(
        running.map(({ Id }) => client.getContainer(Id).remove({ force: true, v: true })),
      );
      const left = await client.listImages({ filters: { label, dangling: ['true'] } });
      await Promise.allSettled(left.map(({ Id }) => client.getImage(Id).remove()));
      return running.length + left.length === 0;
    }).catch(() => true);
  await until(isRemoved, { everyMs: REST_PAUSE_MS, atMostMs: REST_LIMIT_MS });
}

/** Names an image after the version that it says it holds. */
async function nameAfterVersion(imageId: string, service: ServiceName): Promise<string> {
  const container = await createContainer(null, neverRun(imageId));
  try {
    const archive = await buffer(await container.getArchive({ path: VERSION_FILE }));
    const version = firstOfTar(archive).toString('latin1').trim();
    if (!isVersion(version)) throw new RangeError('the image does not say its version');
    await withDocker((client) =>
      client.getImage(imageId).tag({ repo: `weir-local/${service}`, tag: version }),
    );
    return `weir-local/${service}:${version}`;
  } finally {
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}

/**
 * Builds a service's image on this machine, by the recipe in the stack folder, from Debian's packages and Go's modules.
 * @returns its name, `weir-local/<service>:<version>`
 * @throws AppError image-missing (with the last lines that matter) | disk-full | docker-…; the signal's reason
 */
export async function buildImage(service: ServiceName, options: BuildOptions = {}): Promise<string> {
  const { signal, onProgress } = options;
  const id = `panel-${randomUUID()}`;
  const files = labelled(await recipeFiles(env().stackDir, service), id);
  const builder = await builderImage(service, files);
  const output = new BuildOutput();
  try {
    const stream = await withDocker((client) =>
      client.buildImage(Readable.from([tarFiles(files)]), {
        ...buildQuery(service, builder, id),
        ...(signal && { abortSignal: signal }),
      }),
    );
    for await (const event of jsonLines<BuildEvent>(stream, signal)) {
      for (const progress of output.read(event, service)) onProgress?.(progress);
    }
    signal?.throwIfAborted();
    if (!output.imageId) throw output.failure(service, 'the engine named no image');
    return await nameAfterVersion(output.imageId, service);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await removeRest(id);
  }
}

const MEGABYTE = 1_000_000;

const megabytes = (bytes: number) => Math.floor(bytes / MEGABYTE);

/** Memory and swap that programs could still take; null where the kernel does not say. */
async function freeMemoryBytes(): Promise<number | null> {
  const meminfo = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const kibibytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(meminfo)?.[1]);
  const sum = kibibytes('MemAvailable') + kibibytes('SwapFree');
  return Number.isFinite(sum) ? sum * 1024 : null;
}

export type CanBuild = { can: true } | { can: false; why: string };

/** Whether a service's image can be built on this machine; `why` not is one or two full sentences. */
export async function canBuild(service: string): Promise<CanBuild> {
  const no = (why: string): CanBuild => ({ can: false, why });
  const cost = buildCost(service);
  if (cost === null || !isBuildable(service)) return no(`Weir has no recipe for an image of ${service}.`);
  try {
    await builderImage(service, await recipeFiles(env().stackDir, service));
  } catch (error) {
    if (error instanceof AppError) return no(`${error.message} ${error.hint ?? ''}`.trim());
    throw error;
  }
  const { diskMegabytes, memoryMegabytes } = cost;
  const disk = await dataDiskFreeBytes();
  if (disk !== null && disk < diskMegabytes * MEGABYTE)
    return no(`Building it takes ${diskMegabytes} MB of disk for a while; ${megabytes(disk)} MB are free.`);
  const memory = await freeMemoryBytes();
  if (memory !== null && memory < memoryMegabytes * MEGABYTE)
    return no(`Building it takes ${memoryMegabytes} MB of memory or swap; ${megabytes(memory)} MB are free.`);
  return { can: true };
}
