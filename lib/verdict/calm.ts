import { listed } from '@/lib/english';
import type { FindingGroup } from '@/lib/finding-groups';
import { jobSource, sourceWords } from '@/lib/pipeline/components';
import type { Action, Finding, SourceId, Verdict } from '@/lib/schemas/snapshot';
import { type Found, serviceOf } from './found';
import type { Pipeline } from './terms/types';
import { destinationWords } from './terms/words';

type Words = Omit<Verdict, 'findings'>;
type Group = FindingGroup<Finding & { found: Found }>;

export const LOOK: Action = { kind: 'link', label: 'See what to do', href: '#findings' };

/** What is said while no finding speaks for the whole pipeline. @param groups that are more than a note, worst first */
export function calmWords(pipeline: Pipeline, groups: readonly Group[]): Words {
  if (pipeline.delivery.state !== 'delivering') {
    return {
      state: 'unknown',
      headline: 'Whether your data arrives is not known yet.',
      detail: 'Weir says so as soon as it has seen a delivery, or has seen one fail.',
      fix: null,
      action: null,
    };
  }
  const where = `It reaches ${destinationWords(pipeline.destination)}.`;
  const [first] = groups;
  if (!first)
    return { state: 'ok', headline: 'Your data is arriving.', detail: where, fix: null, action: null };
  const without = missingSources(pipeline, groups);
  if (without.length > 0) return { ...withoutWords(pipeline, groups, without), state: 'degraded' };
  const look =
    groups.length === 1 ? 'One thing needs a look' : `${groups.length} things need a look, first of all`;
  return {
    state: 'degraded',
    headline: 'Your data is arriving.',
    detail: `${where} ${look}: ${first.root.title}`,
    fix: null,
    action: LOOK,
  };
}

/** The sources of which nothing arrives, where all that is wrong is about sources; else none. */
function missingSources({ services, sources }: Pipeline, groups: readonly Group[]): SourceId[] {
  const names = groups.map(({ root, explained }) => {
    const own = [root, ...explained].map(({ found }) => jobSource(serviceOf(found) ?? ''));
    // What explains it may be about something else, such as the clock.
    return own.slice(1).includes(null) || own.every((source) => source === null) ? null : own;
  });
  if (names.includes(null)) return [];
  const troubled = new Set(names.flat());
  return sources
    .filter(({ id, enabled, state }) => {
      const service = services.find(({ name }) => jobSource(name) === id);
      const isAway = service !== undefined && service.state !== 'running';
      return troubled.has(id) && enabled && (isAway || state === 'down' || state === 'blind');
    })
    .map(({ id }) => id);
}

function withoutWords(
  pipeline: Pipeline,
  groups: readonly Group[],
  without: readonly SourceId[],
): Omit<Words, 'state'> {
  const [only, ...others] = groups;
  const names = listed(without.map(sourceWords));
  const isAll = pipeline.sources.every(({ id, enabled }) => !enabled || without.includes(id));
  const where = destinationWords(pipeline.destination);
  const titles = groups.map(({ root }) => root.title).join(' ');
  return {
    headline: isAll
      ? `No data of your sources is arriving: ${names}.`
      : `Your data is arriving, without ${names}.`,
    detail: `${isAll ? `Only vmagent’s own figures reach ${where}` : `It reaches ${where}`}. ${titles}`,
    fix: only && others.length === 0 ? only.root.fix : null,
    action: (others.length === 0 && only?.root.action) || LOOK,
  };
}
