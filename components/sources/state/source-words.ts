import { isEnding } from '@/components/feedback/source-look';
import { formatDuration } from '@/lib/duration';
import { plural } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { SourceSample, TargetSample } from '@/lib/schemas/snapshot';

/** When the newest samples of a source were read; null: none were. */
export function newestAtMs(targets: readonly TargetSample[]): number | null {
  const times = targets.flatMap(({ state, lastScrapeAtMs }) =>
    state === 'up' && lastScrapeAtMs !== null ? [lastScrapeAtMs] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** Where the destination was asked for its newest sample of a source and has none. */
export const NOTHING_ARRIVED = 'None in an hour';

/** Parts that give nothing, or too little. */
export const lackingParts = ({ parts = [] }: SourceSample) => parts.filter(({ state }) => state === 'blind');

const ONWARD: Partial<Record<DeliverySample['state'], string>> = {
  waiting: 'It waits on this Pi: the destination takes nothing now.',
  stalled: 'It waits on this Pi: the destination takes nothing now.',
  losing: 'The destination loses a part of what is sent.',
};

const LOST = 'It does not arrive: vmagent delivers it, and the destination shows nothing new of it.';

/** The state of a source in a sentence or two. Messages are the exporter's or its cloud's, untrusted text. */
export function sourceSentence(
  source: SourceSample,
  targets: readonly TargetSample[],
  delivery: DeliverySample['state'],
): string {
  const sentence = stateSentence(source, targets, delivery);
  return isEnding(source)
    ? `${source.refusedKey?.message} ${sentence} Its exporter can go on for an hour at most.`
    : sentence;
}

function stateSentence(
  source: SourceSample,
  targets: readonly TargetSample[],
  delivery: DeliverySample['state'],
): string {
  const name = sourceWords(source.id);
  const series = source.samples === null ? '' : `${plural(source.samples, 'series', 'series')}, `;
  const every = targets.find(({ intervalSeconds }) => intervalSeconds !== null)?.intervalSeconds ?? null;
  const read = every === null ? 'read' : `read every ${formatDuration(every)}`;
  switch (source.state) {
    case 'off':
      return `Nothing of ${name} is collected: the source is off.`;
    case 'flowing':
      return [`Data of ${name} flows: ${series}${read}.`, source.isLost ? LOST : ONWARD[delivery]]
        .filter(Boolean)
        .join(' ');
    case 'idle':
      return source.message ?? `${name} answers, and has no data points.`;
    case 'incomplete': {
      const lacking = lackingParts(source).length;
      return `Data of ${name} flows, but ${lacking} of its ${plural(source.parts?.length ?? 0, 'part')} ${lacking === 1 ? 'lacks' : 'lack'} some: ${series}${read}.`;
    }
    case 'blind':
      return source.message ?? `${name}: the exporter gets no data.`;
    case 'down':
      return `Nothing of ${name} is read: ${source.message ?? 'the exporter does not answer.'}`;
    case 'pending':
      return `Nothing of ${name} has come yet.`;
    case 'unknown':
      return `What ${name} gives is not known: vmagent cannot be asked.`;
  }
}
