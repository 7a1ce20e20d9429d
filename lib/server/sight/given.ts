import 'server-only';
import { inEnglish, listed } from '@/lib/english';
import { sourceWords } from '@/lib/pipeline/components';
import type { SourceId, SourcePart } from '@/lib/schemas/snapshot';

/** `1 Lambda function`, `2 resources of AWS/RDS`. */
function counted(count: number, name: string): string {
  return `${inEnglish(count)} ${count === 1 ? name : name.replace(/(?= (?:of|in) |$)/, 's')}`;
}

const SERIES = 'series of ';

/** Resources of one kind in several regions are one number; what has no kind is told by its series. */
function flowingWords(parts: readonly SourcePart[]): string {
  const counts = new Map<string, number>();
  for (const { name, series, resources } of parts) {
    const kind = resources?.name ?? SERIES + name;
    counts.set(kind, (counts.get(kind) ?? 0) + (resources?.count ?? series));
  }
  const kinds = [...counts];
  const isSeriesAlone = kinds.every(([kind]) => kind.startsWith(SERIES));
  const words = kinds.map(([kind, count], i) =>
    kind.startsWith(SERIES)
      ? `${inEnglish(count)} ${isSeriesAlone && i > 0 ? kind.replace('series ', '') : kind}`
      : counted(count, kind),
  );
  return (isSeriesAlone ? '' : 'data of ') + listed(words);
}

/**
 * What of a source arrives: "AWS: data of 3 Lambda functions and 2 SQS queues, first seen after 14 s." What has nothing at
 * the moment follows with its reason.
 * @param parts at least one @param seconds from the change or the launch
 */
export function givenWords(source: SourceId, parts: readonly SourcePart[], seconds: number): string {
  const flowing = parts.filter(({ state }) => state === 'flowing');
  const idle = parts
    .filter(({ state }) => state === 'idle')
    .map(({ name, message }) => `${name}: ${message}`);
  const first = flowing.length > 0 ? [`${flowingWords(flowing)}, first seen after ${seconds} s.`] : [];
  return `${sourceWords(source)}: ${[...first, ...idle].join(' ')}`;
}
