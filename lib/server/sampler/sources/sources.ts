import 'server-only';
import { isCloud, jobSource, sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceSample, SourceId, SourcePart, SourceSample, TargetSample } from '@/lib/schemas/snapshot';
import type { ScrapeTarget } from '../../vmagent/targets';
import type { Blind, Telling } from '../eye/eye';
import { threeDigits } from './digits';

/**
 * What is known beyond targets and containers: why an exporter that answers gets nothing from its cloud. Null:
 * it gets its data. Left out: not known yet, so that no source of a cloud is called well without proof.
 */
export type Blindness = Partial<Record<SourceId, Blind | null>>;
/** What sources say of themselves beside. */
export type Tellings = Partial<Record<SourceId, Telling>>;

// By their characters: tables of languages would be 3 MB of memory.
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function targetSamples(targets: readonly ScrapeTarget[]): TargetSample[] {
  return targets
    .map((target) => ({ ...target, source: jobSource(target.job) }))
    .sort((a, b) => byText(a.job, b.job) || byText(a.instance, b.instance));
}

function rate(targets: readonly TargetSample[]): number | null {
  const up = targets.filter(({ samples, intervalSeconds }) => samples !== null && intervalSeconds);
  if (up.length === 0) return null;
  return up.reduce((sum, { samples, intervalSeconds }) => sum + (samples ?? 0) / (intervalSeconds ?? 1), 0);
}

/** Each source by its targets, its container and what its exporter says. `isKnown`: vmagent's targets are fresh. */
export function sourceSamples(
  targets: readonly TargetSample[],
  services: readonly ServiceSample[],
  enabled: ReadonlySet<string>,
  blindness: Blindness,
  isKnown: boolean,
  tellings: Tellings = {},
): SourceSample[] {
  return sourceIds.map((id): SourceSample => {
    const name = sourceService(id);
    const own = targets.filter((target) => target.source === id);
    const up = own.filter(({ state }) => state === 'up');
    const base = {
      id,
      enabled: enabled.has(name),
      samples: up.length === 0 ? null : up.reduce((sum, { samples }) => sum + (samples ?? 0), 0),
      samplesPerSecond: threeDigits(rate(up)),
    };
    if (!base.enabled) return { ...base, state: 'off', message: null };
    const service = services.find((candidate) => candidate.name === name);
    if (service && (service.state === 'exited' || service.state === 'dead')) {
      return { ...base, state: 'down', message: 'The exporter is stopped.' };
    }
    if (service?.state === 'paused') return { ...base, state: 'down', message: 'The exporter is paused.' };
    if (service?.state === 'restarting') {
      return {
        ...base,
        state: 'down',
        message: blindness[id]?.words ?? 'The exporter starts and stops again and again.',
      };
    }
    if (!isKnown) return { ...base, state: 'unknown', message: null };
    const down = own.find(({ state }) => state === 'down');
    if (up.length === 0 && down) return { ...base, state: 'down', message: down.lastError };
    if (up.length === 0) return { ...base, state: 'pending', message: null };
    const blind = blindness[id];
    if (blind === undefined && isCloud(id)) return { ...base, state: 'pending', message: null };
    const telling: Telling = tellings[id] ?? {};
    if (!blind) return { ...base, ...ofParts(telling.parts ?? []), ...telling };
    const { words, cause, fix } = blind;
    return {
      ...base,
      state: 'blind',
      message: words,
      ...(cause && { cause }),
      ...(fix && { fix }),
      ...telling,
    };
  });
}

/** Of a source that gives something. */
function ofParts(parts: readonly SourcePart[]): Pick<SourceSample, 'state' | 'message'> {
  if (parts.some(({ state }) => state === 'blind')) return { state: 'incomplete', message: null };
  const [first] = parts;
  return first && parts.every(({ state }) => state === 'idle')
    ? { state: 'idle', message: first.message }
    : { state: 'flowing', message: null };
}
