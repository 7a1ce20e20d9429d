import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { env } from '../../env';
import { AppError } from '../../errors';

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
export async function recipeFiles(service: ServiceName): Promise<Map<string, Buffer>> {
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
export function officialBuilder(files: ReadonlyMap<string, Buffer>, service: ServiceName): string | null {
  const dockerfile = files.get(`${service}/Dockerfile`)?.toString() ?? '';
  return /^ARG BUILDER_IMAGE=(\S+)$/m.exec(dockerfile)?.[1] ?? null;
}
