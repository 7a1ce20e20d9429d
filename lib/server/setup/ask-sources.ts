import 'server-only';
import type { z } from 'zod';
import type { MetricsAnswer, metricsQuestionSchema } from '@/lib/schemas/listing/source-metrics';
import type { AskProgress, AskQuery, SourceAnswers } from '@/lib/schemas/source-answer';
import type { SourcesOf } from '@/lib/schemas/sources-of';
import type { SourcesInput } from '@/lib/schemas/wizard';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { changeTexts } from '../settings/sections/change-texts';
import { singleton } from '../singleton';
import { askClouds, listCloudMetrics } from '../sources/ask';
import type { Sources } from '../sources/sources';
import { readStackTexts, readTemplates, withTemplates } from '../stack/stack-texts';
import { createBucket } from '../wait';
import { heldSources } from './answers/held-sources';
import { sourcesInput } from './answers/merge-answers';

/** A cloud bills some of it, if next to nothing. */
const BUCKET = { burst: 6, everyMs: 10_000 };

/** How far each asking is that goes on, by its id: the bucket bounds how many. */
const underWay = () => singleton('asks-under-way', () => new Map<string, AskProgress>());

/**
 * Asks the clouds that a form has switched on whether they will give data, with the secret that is set where it holds none.
 * @param signal ends it @throws AppError too-many-tries, invalid-stack
 */
export async function askSources(
  input: SourcesInput,
  { of, id = '' }: AskQuery,
  signal: AbortSignal,
): Promise<SourceAnswers> {
  const { sources, texts } = await wantedSources(input, of);
  const progress = nothingYet();
  underWay().set(id, progress);
  try {
    return await askClouds(sources, texts, signal, progress);
  } finally {
    // A browser that got no answer sends the same once more; those who ask from elsewhere have no id at all.
    if (underWay().get(id) === progress) underWay().delete(id);
  }
}

/** How far an asking is; of one that is over, or that has not begun, nothing. */
export const askProgress = (id: string): AskProgress => underWay().get(id) ?? nothingYet();

const nothingYet = (): AskProgress => ({ asked: 0, answered: 0 });

/** What an account has of a group of metrics, asked as above. @throws as `askSources` */
export async function listSourceMetrics(
  { sources: input, group }: z.infer<typeof metricsQuestionSchema>,
  of: SourcesOf,
  signal: AbortSignal,
): Promise<MetricsAnswer> {
  const { sources, texts } = await wantedSources(input, of);
  const problem = { message: 'No cloud is switched on that could be asked.', fix: null };
  const nothing = { sets: [], isAll: false, places: [], problem };
  return (await listCloudMetrics(sources, texts, group, signal)) ?? nothing;
}

/** Sources with their secrets, and the files as they would be with them. @throws as `askSources` */
async function wantedSources(
  input: SourcesInput,
  of: SourcesOf,
): Promise<{ sources: Sources; texts: Texts }> {
  const bucket = singleton('ask-sources', () => createBucket(BUCKET, () => performance.now()));
  const waitMs = bucket.waitMs();
  if (waitMs > 0)
    throw new AppError('too-many-tries', 'That was asked often just now.', {
      hint: 'Wait a little, then try again.',
      retryAfterSeconds: Math.ceil(waitMs / 1000),
    });
  bucket.spend();
  const sources = await heldSources(input, of);
  const templates = await readTemplates();
  const texts = withTemplates((await readStackTexts()).texts, templates);
  // What the form cannot change stays, and is asked for as it stands.
  const facts = { templates, mostBufferBytes: null, host: null, isStackContainer: false, ownJobs: [] };
  const { texts: changed } = changeTexts({ sources: sourcesInput(sources) }, texts, facts);
  return { sources, texts: changed };
}
