import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { AppError } from '../errors';

/** What the recipes below `compose/images` make for the stack, and for the wizard what that costs. */
export const BUILD_FACTS = {
  vmagent: { downloadMegabytes: 15, secondsOnTwoCores: 15, memoryMegabytes: 100, diskMegabytes: 500 },
  'victoria-metrics': {
    downloadMegabytes: 15,
    secondsOnTwoCores: 15,
    memoryMegabytes: 100,
    diskMegabytes: 500,
  },
  'node-exporter': { downloadMegabytes: 10, secondsOnTwoCores: 15, memoryMegabytes: 100, diskMegabytes: 500 },
  yace: { downloadMegabytes: 150, secondsOnTwoCores: 150, memoryMegabytes: 1200, diskMegabytes: 2500 },
  'stackdriver-exporter': {
    downloadMegabytes: 150,
    secondsOnTwoCores: 150,
    memoryMegabytes: 1200,
    diskMegabytes: 2500,
  },
  cadvisor: { downloadMegabytes: 150, secondsOnTwoCores: 150, memoryMegabytes: 1200, diskMegabytes: 2500 },
} as const;

export type BuildableService = keyof typeof BUILD_FACTS;

/** A service that a recipe builds; the set is fixed, no name from outside reaches a path. */
export function isBuildable(service: string): service is BuildableService {
  return Object.hasOwn(BUILD_FACTS, service);
}

/** Outgoing connections of the build trust what those of the panel trust, as behind a proxy that inspects TLS. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

async function filesOf(folder: string): Promise<[string, Buffer][]> {
  const root = path.join(env().stackDir, 'images');
  const found = await readdir(path.join(root, folder), { withFileTypes: true });
  const plain = found.filter((entry) => entry.isFile());
  return Promise.all(
    plain.map(async ({ name }): Promise<[string, Buffer]> => {
      const inside = path.posix.join(folder, name);
      return [inside, await readFile(path.join(root, inside))];
    }),
  );
}

/** The files that the engine builds a service's image from. @throws AppError image-missing when the recipe is not here */
export async function recipeFiles(service: BuildableService): Promise<Map<string, Buffer>> {
  try {
    const certificates = await readFile(CERTIFICATES).catch(() => Buffer.alloc(0));
    return new Map([
      ...(await filesOf('shared')),
      ...(await filesOf(service)),
      ['build-ca.crt', certificates] as const,
    ]);
  } catch (error) {
    throw new AppError('image-missing', `The recipe for ${service} is not in the stack folder.`, {
      hint: 'Put the folder compose/images of this release of Weir back, then try again.',
      cause: error,
    });
  }
}

/** The image that the recipe builds on where nothing else is said. */
export function officialBuilder(
  files: ReadonlyMap<string, Buffer>,
  service: BuildableService,
): string | null {
  const dockerfile = files.get(`${service}/Dockerfile`)?.toString() ?? '';
  return /^ARG BUILDER_IMAGE=(\S+)$/m.exec(dockerfile)?.[1] ?? null;
}
