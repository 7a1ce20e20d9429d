import 'server-only';
import { type ServiceName, serviceNames } from '@/lib/pipeline/components';
import { isBuildable, ownImage } from '@/lib/pipeline/records';
import { isVersion, officialBuilder, recipeFiles } from '../../docker/images/build-recipes';
import { readReference } from '../../docker/images/reference';
import type { GatewaySettings } from './settings';
import { IMAGE } from './variables';

/** Images that are made on the machine itself. */
const LOCAL = 'weir-local/';

interface Known {
  /** The repository of each service's image, as docker-compose.yml names it where nobody chose another. */
  repositories: ReadonlyMap<ServiceName, string>;
}

/** The service whose image `name` is by the name that a build on this machine gives it; null: of none. */
export function builtFor(name: string): ServiceName | null {
  const service = serviceNames.find((one) => name.startsWith(`${LOCAL}${one}:`));
  return service && isVersion(name.slice(LOCAL.length + service.length + 1)) ? service : null;
}

/**
 * Whether a container of the service may be made of an image: of the repository that docker-compose.yml names, made on
 * this machine by the recipe, or the very one that the owner chose when the gateway's container was made.
 */
export function mayRun(
  { images }: Pick<GatewaySettings, 'images'>,
  { repositories }: Known,
  service: ServiceName,
  image: string,
): boolean {
  if (!IMAGE.test(image)) return false;
  if (images.get(ownImage(service).variable) === image) return true;
  return builtFor(image) === service || readReference(image).repository === repositories.get(service);
}

/** Whether a registry may be asked for an image: one with a local name, as the panel's is, would be anybody's there. */
export function mayPull(settings: Pick<GatewaySettings, 'images'>, stack: Known, image: string): boolean {
  const others = serviceNames.filter((name) => name !== 'weir');
  return !image.startsWith(LOCAL) && others.some((name) => mayRun(settings, stack, name, image));
}

/** The images that recipes build on where nothing else is there. */
export async function officialBuilders(stackDir: string): Promise<string[]> {
  const found = await Promise.all(
    serviceNames.filter(isBuildable).map(async (service) => {
      const files = await recipeFiles(stackDir, service).catch(() => null);
      return files === null ? [] : (officialBuilder(files, service) ?? []);
    }),
  );
  return found.flat();
}
