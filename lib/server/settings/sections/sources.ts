import 'server-only';
import { offeredSources, sourceService, sourceWords } from '@/lib/pipeline/components';
import { sourceProfile, targetOf } from '@/lib/pipeline/records';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourcesInput } from '@/lib/schemas/wizard';
import { mergeSources } from '../../setup/answers/merge-answers';
import { cloud, cloudIds, NO_SOURCES, type Sources, shownSources, sourcesIn } from '../../sources/sources';
import { jobTimings, noJob } from '../../stack/scrape-jobs';
import { isSourceOn, profileList, variablesIn } from '../../stack/settings';
import { isEmptyTarget, targetText } from '../../stack/target-text';
import type { Draft } from './draft';
import { type Part, readOr, type Section } from './section';

/** What is measured. */
export const sources: Section<'sources'> = {
  view: ({ texts, read }) => shownSources(read(() => sourcesIn(texts), NO_SOURCES)),
  change: changeSources,

  tries: ({ sources: shown }) =>
    cloudIds.flatMap((id) =>
      (cloud(id).trials?.(shown[id]) ?? []).map(({ field, wanted }) => {
        const part = `sources.${id}.${field}` as Part;
        return {
          part,
          changes: wanted.map((one) => ({ field: part, wanted: { ...shown, [id]: one } })),
        };
      }),
    ),
};

function changeSources(draft: Draft, input: SourcesInput): void {
  const before = sourcesIn(draft.texts());
  const wanted = mergeSources(input, null, before);
  changeProfiles(draft, before, wanted);
  for (const source of offeredSources)
    changeTarget(draft, source, isSourceOn(before, source), isSourceOn(wanted, source));
  for (const id of cloudIds) {
    if (wanted[id].enabled)
      draft.section(`sources.${id}`, () => cloud(id).change(draft, before[id], wanted[id]));
  }
  for (const { field, message, hint } of noSource(wanted)) draft.object(field, message, hint);
  for (const id of cloudIds) if (wanted[id].enabled) cloud(id).objectTo(draft, before[id], wanted[id]);
}

function changeProfiles(draft: Draft, before: Sources, wanted: Sources): void {
  const switched = offeredSources.filter(
    (source) => isSourceOn(before, source) !== isSourceOn(wanted, source),
  );
  if (switched.length === 0) return;
  const off = switched.filter((source) => !isSourceOn(wanted, source)).map((source) => sourceProfile(source));
  const on = switched.filter((source) => isSourceOn(wanted, source)).map((source) => sourceProfile(source));
  const active = profileList(variablesIn(draft.texts())('COMPOSE_PROFILES'));
  const stay = active.filter((name) => !off.some((profile) => profile === name));
  draft.setEnv({ COMPOSE_PROFILES: [...stay, ...on].join(',') });
  for (const source of switched) {
    draft.say(`${sourceWords(source)} switched ${isSourceOn(wanted, source) ? 'on' : 'off'}`);
  }
}

function changeTarget(draft: Draft, source: SourceId, wasOn: boolean, isEnabled: boolean): void {
  const job = sourceService(source);
  const id = `vmagent-target/${job}` as const;
  const change = () => draft.edit(id, (text) => targetText(text, targetOf(job), isEnabled));
  if (wasOn !== isEnabled) draft.section(`sources.${source}.enabled`, change);
  // A list that disagrees with the profiles is brought to them; one with other machines alone is somebody's own.
  else if (!isEnabled || isEmptyTarget(draft.text(id))) readOr(change, undefined);
  if (isEnabled && !wasOn && !jobTimings(draft.texts()).has(job))
    draft.object(`sources.${source}.enabled`, ...noJob(job, draft.facts.ownJobs));
}

/** Without any source there is nothing to deliver. */
export function noSource(sources: Sources) {
  if (offeredSources.some((source) => isSourceOn(sources, source))) return [];
  const message = 'No source is switched on, so there would be nothing to deliver.';
  return [{ field: 'sources', message, hint: 'Switch on at least one source, for example this Pi.' }];
}
