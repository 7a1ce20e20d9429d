import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../../env';
import { AppError } from '../../errors';

interface BuildFacts {
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

const fromDebian = (downloadMegabytes: number): BuildFacts => ({
  downloadMegabytes,
  secondsOnTwoCores: 10,
  memoryMegabytes: 200,
  diskMegabytes: 400,
});
const fromGo = (
  downloadMegabytes: number,
  secondsOnTwoCores: number,
  memoryMegabytes: number,
): BuildFacts => ({ downloadMegabytes, secondsOnTwoCores, memoryMegabytes, diskMegabytes: 2_000 });

/** What the recipes below `compose/images` make for the stack, and what that costs. */
export const BUILD_FACTS = {
  vmagent: fromDebian(60),
  'victoria-metrics': fromDebian(60),
  'node-exporter': fromDebian(7),
  // One package, of the many of AWS, takes most of the memory.
  yace: fromGo(71, 120, 2_700),
  'stackdriver-exporter': fromGo(119, 90, 1_200),
  cadvisor: fromGo(75, 60, 1_000),
} satisfies Record<string, BuildFacts>;

export type BuildableService = keyof typeof BUILD_FACTS;

/** A service that a recipe builds; the set is fixed, no name from outside reaches a path. */
export function isBuildable(service: string): service is BuildableService {
  return Object.hasOwn(BUILD_FACTS, service);
}

/** Outgoing connections of the build trust what those of the panel trust, as behind a proxy that inspects TLS. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

async function filesOf(folder: string): Promise<[string, Buffer][]> {
  // Not files of the build: the bundler must not look for them.
  const root = path.join(/* turbopackIgnore: true */ env().stackDir, 'images');
  const found = await readdir(path.join(/* turbopackIgnore: true */ root, folder), { withFileTypes: true });
  const plain = found.filter((entry) => entry.isFile());
  return Promise.all(
    plain.map(async ({ name }): Promise<[string, Buffer]> => {
      const inside = path.posix.join(folder, name);
      return [inside, await readFile(path.join(/* turbopackIgnore: true */ root, inside))];
    }),
  );
}

/** The files that a service's image is built from. @throws AppError image-missing when the recipe is not here */
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
