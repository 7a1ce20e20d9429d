import 'server-only';
import { sourceService, underName } from '@/lib/pipeline/components';
import type { SourceId } from '@/lib/schemas/snapshot';
import { silentWords } from '../sight/silent';
import { unknownWords, watchSources } from '../sight/watch-sources';
import type { TaskContext } from '../tasks/tasks';

/**
 * Sees what a change made of the clouds that it touches: of each service its data, or why there is none. The change
 * stays as it is either way.
 * @param sinceMs when it began @returns sentences; what is missing is noted at the task too
 */
export async function seeClouds(
  ctx: TaskContext,
  clouds: readonly SourceId[],
  sinceMs: number,
): Promise<string[]> {
  const sights = await ctx.watch('sources', (report, signal) =>
    watchSources(clouds, sinceMs, report, signal),
  );
  if (sights === undefined)
    return [
      'Another action began, so it was not waited for what the clouds give.',
      unknownWords(clouds) ?? [],
    ].flat();
  const { given, silent, blind, missing, unknown } = sights;
  const lacking = [
    ...silent.map((one) => ({ service: one.service, words: silentWords(one) })),
    ...blind.map(({ source, words }) => ({ service: sourceService(source), words })),
    ...missing.map(({ source, words }) => ({ service: sourceService(source), words, isPartial: true })),
  ];
  for (const { words, ...part } of lacking) ctx.leaveOut({ ...part, reason: words, action: null });
  return [
    ...given,
    ...lacking.map(({ service, words }) => underName(service, words)),
    unknownWords(unknown) ?? [],
  ].flat();
}
