import 'server-only';
import { isBuildable } from '@/lib/pipeline/records';
import { buildImage } from '../docker/images/build';
import { ensureImage } from '../docker/images/pull';
import { AppError, asAppError } from '../errors';
import type { StepReport } from '../tasks/tasks';
import { type ImageSource, type ImageWish, imageSource } from './image-source';

type Report = Pick<StepReport, 'detail' | 'progress'>;

/**
 * Gets the image of a service: it is here, else its registry gives it, else it is built on this machine. Writes no file;
 * an image that was built has a name of its own, which `.env` has to name afterwards.
 * @param source what `imageSource` said of it a moment ago; asked for where it is left out
 * @returns the name of the image that is here now
 * @throws AppError image-missing, disk-full or the engine's; nothing half-made is left then, and another try is safe
 */
export async function getImage(
  wish: ImageWish,
  report: Report,
  signal: AbortSignal,
  source?: ImageSource,
): Promise<string> {
  const { service, image } = wish;
  const found = source ?? (await imageSource(wish, { isFresh: true }));
  switch (found.from) {
    case 'here':
      return image;
    case 'local':
      return found.image;
    case 'nowhere':
      throw missingImage(wish, found.why);
    case 'build':
      return build(wish, report, signal);
    case 'registry':
      try {
        report.detail(`Downloading ${image}`);
        await ensureImage(image, {
          signal,
          onProgress: ({ currentBytes, totalBytes }) => report.progress(currentBytes, totalBytes, 'bytes'),
        });
        return image;
      } catch (error) {
        const { code, hint } = asAppError(error);
        signal.throwIfAborted();
        if (code !== 'image-missing') throw error;
        if (wish.isChosen || !isBuildable(service)) throw missingImage(wish, hint ?? '', error);
        report.detail(`${image} could not be downloaded; it is built on this machine.`);
        return build(wish, report, signal);
      }
  }
}

async function build({ service, image }: ImageWish, report: Report, signal: AbortSignal): Promise<string> {
  if (!isBuildable(service))
    throw missingImage({ service, image, isChosen: false }, 'It cannot be built here.');
  report.detail(`Building ${service} on this machine`);
  return buildImage(service, {
    signal,
    onProgress: ({ words, stepsDone, steps }) => {
      report.detail(`Building ${service}: ${words}`);
      report.progress(stepsDone, steps, 'steps');
    },
  });
}

export function missingImage({ image }: ImageWish, why: string, cause?: unknown): AppError {
  return new AppError('image-missing', `The image ${image} is not here and is not available. ${why}`.trim(), {
    hint: 'Correct that and try again; nothing was changed meanwhile.',
    cause,
  });
}
