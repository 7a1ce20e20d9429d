import 'server-only';
import { isEssential } from '@/lib/pipeline/services';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../../compose/reader/spec';
import type { LeftOut } from '../../control/left-out';
import { getImage } from '../../images/get-image';
import { type ImageSource, type ImageWish, imageSource, imageWish } from '../../images/image-source';
import type { StepReport } from '../../jobs/jobs';
import { servicesOf } from '../../stack/model';

/** An image that is needed, and where it comes from. */
export interface Wanted {
  wish: ImageWish;
  source: ImageSource;
}

/**
 * Where the images of all services that are on come from. A few seconds where a registry does not answer.
 * @throws AppError the engine's
 */
export function lookForImages(model: ComposeModel, envText: string): Promise<Wanted[]> {
  // The name of one that is not understood may not be one, and it is left out anyway.
  const makeable = servicesOf(model).filter((service) => !model.notUnderstood.has(service));
  const wishes = makeable.map((service) => imageWish(model, service, envText));
  return Promise.all(wishes.map(async (wish) => ({ wish, source: await imageSource(wish) })));
}

/**
 * Gets the images of what is not left out yet, those that nothing works without first. A source whose image cannot be
 * had is left out.
 * @returns the names of images that `.env` does not name yet, by service
 * @throws AppError image-missing for a service that nothing works without, and the engine's
 */
export async function getImages(
  wanted: readonly Wanted[],
  left: LeftOut,
  report: StepReport,
  signal: AbortSignal,
): Promise<Map<ServiceName, string>> {
  const names = new Map<ServiceName, string>();
  const essential = wanted.filter(({ wish }) => isEssential(wish.service));
  for (const { wish, source } of new Set([...essential, ...wanted])) {
    if (left.services.has(wish.service)) continue;
    try {
      const image = await getImage(wish, report, signal, source);
      if (image !== wish.image) names.set(wish.service, image);
    } catch (error) {
      left.add(wish.service, error);
    }
  }
  const missing = wanted.filter(({ wish }) => left.services.has(wish.service)).length;
  report.detail(
    missing === 0
      ? `All ${wanted.length} images are here.`
      : `${wanted.length - missing} of ${wanted.length} images are here.`,
  );
  return names;
}
