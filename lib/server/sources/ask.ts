import 'server-only';
import { type SourceId, sourceService } from '@/lib/pipeline/components';
import { ownFiles, readsAtStart } from '@/lib/pipeline/records';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import type { AskProgress, SourceAnswers } from '@/lib/schemas/source-answer';
import type { Texts } from '../change/records/texts';
import { changedAtMs } from '../files/file-store';
import type { Blind } from '../sampler/eye/eye';
import { isSourceOn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { asCloud, cloudDoctor, cloudIds, type Sources, sourcesIn } from './sources';

/**
 * Asks the clouds that are on whether their keys give what is wanted of them. Nothing is written.
 * @param texts of the stack as they would be with these sources
 * @param signal ends it with what is known by then
 * @param progress is counted up as they are asked and answer
 * @throws AppError invalid-stack
 */
export async function askClouds(
  sources: Sources,
  texts: Texts,
  signal: AbortSignal,
  progress: AskProgress,
): Promise<SourceAnswers> {
  const answers = cloudIds
    .filter((id) => isSourceOn(sources, id))
    .map(async (id) => {
      const { ask } = await cloudDoctor(id);
      return [id, await ask(sources[id], texts, signal, progress)] as const;
    });
  return Object.fromEntries(await Promise.all(answers));
}

/**
 * Names of a cloud's resources that its exporter knows by their ids alone, by those; of what its key may not list, or what
 * does not answer, none. Never throws.
 * @param places regions to look in
 */
export async function namesAt(
  source: SourceId,
  sources: Sources,
  texts: Texts,
  places: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const id = asCloud(source);
  if (id === null) return new Map();
  const { names } = await cloudDoctor(id);
  return (await names?.(sources[id], texts, places, signal)) ?? new Map();
}

/** As a cloud needs for one question. */
const KEY_LIMIT_MS = 20_000;

/**
 * Why a source's cloud does not let in the key that the files hold; null: it does; undefined: not known, or its exporter
 * would tell at once. The cloud bills nothing for it.
 * @param startedAtMs of its exporter, which reads its key file when it starts: a later file is not asked about
 * @throws AppError invalid-stack
 */
export async function askKey(
  source: SourceId,
  startedAtMs: number | null,
): Promise<Blind | null | undefined> {
  const id = asCloud(source);
  if (id === null || (await hasLaterKey(source, startedAtMs))) return undefined;
  const { texts } = await readStackTexts();
  const { letsIn } = await cloudDoctor(id);
  return letsIn?.(sourcesIn(texts)[id], texts, AbortSignal.timeout(KEY_LIMIT_MS));
}

async function hasLaterKey(source: SourceId, startedAtMs: number | null): Promise<boolean> {
  const own = ownFiles.filter(
    ({ id, secret }) => secret !== null && readsAtStart(sourceService(source), [id]),
  );
  const changed = await Promise.all(own.map(({ id }) => changedAtMs(id)));
  return startedAtMs === null || changed.some((atMs) => atMs !== null && atMs > startedAtMs);
}

/** What the account of the cloud that is on has of a group of metrics; undefined: none is on that can be asked. */
export async function listCloudMetrics(
  sources: Sources,
  texts: Texts,
  group: string,
  signal: AbortSignal,
): Promise<MetricsAnswer | undefined> {
  for (const id of cloudIds.filter((one) => isSourceOn(sources, one))) {
    const { list } = await cloudDoctor(id);
    if (list !== undefined) return list(sources[id], texts, signal, group);
  }
  return undefined;
}
