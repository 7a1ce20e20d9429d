import 'server-only';
import { component, serviceWords } from '@/lib/pipeline/components';
import type { Effect } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ConfigPart } from '../records/changed-part';

/** What a change does, one sentence for each effect, in plain words. */
export function effectWords(effects: readonly Effect[], hasFiles: boolean): string[] {
  if (effects.length === 0) return hasFiles ? ['Only the files change; no service is touched.'] : [];
  return effects.map(inWords);
}

/** @param asleep services that do not run and take a change later */
export const asleepWords = (asleep: readonly ServiceName[]): string[] =>
  asleep.map((service) => `${serviceWords(service)} is stopped: it takes this when it is started.`);

/** How a change was seen to work. */
export interface Seen {
  /** What is other in vmagent's configuration; null for more than one thing. */
  vmagentPart: ConfigPart | 'aggregation' | null;
  /** Milliseconds from the change to the first block that the destination took; null where none was waited for. */
  deliveredMs: number | null;
  /** Exporters that are new, and that vmagent has measured since. */
  measured: readonly ServiceName[];
  /** Exporters that are new, and that vmagent measures only later. */
  unmeasured: readonly ServiceName[];
  /** Services that do not run and take the change later. */
  asleep: readonly ServiceName[];
}

/** What was verified of a change, in short sentences. */
export function outcomeWords(effects: readonly Effect[], seen: Seen): string {
  const done = effects.flatMap((effect) => seenInWords(effect, seen) ?? []);
  if (effects.length === 0) done.push('Only files changed.');
  if (seen.deliveredMs !== null) {
    done.push(
      `The destination has taken samples, ${(seen.deliveredMs / 1000).toFixed(1)} s after the change.`,
    );
  }
  if (seen.unmeasured.length > 0) {
    done.push(`${seen.unmeasured.map(serviceWords).join(', ')} will be measured at the next interval.`);
  }
  return ['Applied and verified.', ...done, ...asleepWords(seen.asleep)].join(' ');
}

/** @returns null where the delivery says it */
function seenInWords({ kind, service }: Effect, { vmagentPart, measured }: Seen): string | null {
  const name = serviceWords(service);
  switch (kind) {
    case 'hot-secret':
      return null;
    case 'rescan':
      return 'vmagent has the changed targets.';
    case 'reload':
      return service === 'vmagent'
        ? `vmagent confirms the new ${vmagentPart ?? 'configuration'}.`
        : `${name} answers and runs the new file.`;
    case 'remove':
      return `${name} is removed.`;
    default:
      if (measured.includes(service))
        return `${name} runs with the new settings, and vmagent has measured it.`;
      return `${name} ${component(service).answers ? 'answers and ' : ''}runs with the new settings.`;
  }
}

function inWords({ kind, service }: Effect): string {
  const name = serviceWords(service);
  switch (kind) {
    case 'hot-secret':
      return 'vmagent takes the new token within a second and keeps running; nothing is lost.';
    case 'rescan':
      return 'vmagent finds the changed targets by itself within 5 seconds and keeps running; nothing is lost.';
    case 'reload':
      return service === 'vmagent'
        ? 'vmagent reads its new configuration and keeps running; nothing is lost.'
        : `${name} reads its new configuration, keeps running and asks its cloud anew at once.`;
    case 'recreate':
      return service === 'vmagent'
        ? 'vmagent restarts, about 5 s without measurements; what waits in the buffer stays on the disk.'
        : service === 'victoria-metrics'
          ? `${name} restarts, about 5 s; vmagent keeps what is measured meanwhile.`
          : `${name} restarts, about 5 s; the other sources are not touched.`;
    case 'create':
      return `${name} is started.`;
    case 'remove':
      return `${name} is stopped and removed; it can be switched on again.`;
  }
}
