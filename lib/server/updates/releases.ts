import 'server-only';
import { type ReleaseList, releaseListSchema } from '@/lib/schemas/updates/releases';
import { AppError } from '../errors';
import { readStackFile } from '../files/file-store';
import { jsonIn } from '../json';
import { logger } from '../logger';

/** The list that ships; null where it is missing, or no list. */
export async function readReleases(): Promise<ReleaseList | null> {
  try {
    const text = await readStackFile('releases');
    return text === null ? null : releaseListSchema.parse(jsonIn(text));
  } catch (error) {
    const isOfFile = error instanceof AppError || (error as Error).name === 'ZodError';
    if (!isOfFile) throw error;
    logger().warn({ err: error }, 'releases.json cannot be read');
    return null;
  }
}
