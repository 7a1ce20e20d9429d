import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { SourceImages } from '@/lib/schemas/images';
import { env } from '../env';
import { AppError } from '../errors';
import { readStackFile, readStackTemplate } from '../files/file-store';
import { logger } from '../logger';
import { readModel } from '../stack/model';
import { imageSource, imageWish } from './image-source';
import { supplyOf, UNKNOWN_SUPPLY } from './image-words';

/**
 * What switching each source on would fetch. Takes a few seconds where a registry does not answer.
 * @throws AppError invalid-stack
 */
export async function readSourceImages(): Promise<SourceImages> {
  const envText = (await readStackFile('env')) ?? (await readStackTemplate('env')) ?? '';
  // Only names are looked at, so any folder will do.
  const model = await readModel(envText, env().stackDir);
  const sources = sourceIds.map(async (source) => {
    try {
      const wish = imageWish(model, sourceService(source), envText);
      return { source, ...supplyOf(await imageSource(wish), wish) };
    } catch (error) {
      if (!(error instanceof AppError)) logger().error({ err: error }, 'an image could not be looked for');
      return { source, ...UNKNOWN_SUPPLY };
    }
  });
  return { sources: await Promise.all(sources) };
}
