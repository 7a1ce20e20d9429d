import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../../errors';

/** Outgoing connections of the build trust what those of the panel trust, as behind a proxy that inspects TLS. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** On the stages of one build, with its id; nobody needs them when it has ended. */
export const STAGE_LABEL = 'weir.build';
/** On an image with Debian's apt that `compose/images/build` made. */
export const BUILDER_LABEL = 'weir.builder';
const STAGE_LINE = /^LABEL weir\.build=.*$/m;

async function filesOf(stackDir: string, folder: string): Promise<[string, Buffer][]> {
  // Not files of the build: the bundler must not look for them.
  const root = path.join(/* turbopackIgnore: true */ stackDir, 'images');
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
export async function recipeFiles(stackDir: string, service: ServiceName): Promise<Map<string, Buffer>> {
  try {
    const certificates = await readFile(CERTIFICATES).catch(() => Buffer.alloc(0));
    return new Map([
      ...(await filesOf(stackDir, 'shared')),
      ...(await filesOf(stackDir, service)),
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

/** The recipe of one build: no other gets a stage of it from the engine's cache, which is gone a moment later. */
export function labelled(files: ReadonlyMap<string, Buffer>, id: string): Map<string, Buffer> {
  const ofBuild = (text: Buffer) =>
    Buffer.from(text.toString().replace(STAGE_LINE, `LABEL ${STAGE_LABEL}=${id}`));
  return new Map(
    [...files].map(([name, text]) => [name, name.endsWith('/Dockerfile') ? ofBuild(text) : text] as const),
  );
}

/** What the engine is told of a build, beside its files. `buildid` says to the gateway which build it is. */
export function buildQuery(service: ServiceName, builder: string, id: string) {
  return {
    dockerfile: `${service}/Dockerfile`,
    buildargs: { BUILDER_IMAGE: builder },
    rm: true,
    forcerm: true,
    nocache: true,
    version: '1',
    buildid: id,
  } as const;
}

/** The file in which an image that was built says its version. */
export const VERSION_FILE = '/etc/image-version';

/** A container that never runs, to read a file of an image. */
export function neverRun(imageId: string) {
  return { Image: imageId, Cmd: ['-'], HostConfig: { NetworkMode: 'none' } };
}

/** A version as an image may say it. */
export const isVersion = (text: string): boolean => /^\d[\w.-]{0,60}$/.test(text);
