import { Boxes, Cloud, CloudCog, Cpu, type LucideIcon } from 'lucide-react';
import type { Tone } from '@/components/ui/tone';
import type { SourceId, SourceSample } from '@/lib/schemas/snapshot';

export const sourceIcons: Record<SourceId, LucideIcon> = {
  aws: Cloud,
  gcp: CloudCog,
  pi: Cpu,
  containers: Boxes,
};

const states: Record<SourceSample['state'], { tone: Tone; word: string }> = {
  flowing: { tone: 'arriving', word: 'Flowing' },
  idle: { tone: 'unknown', word: 'Idle' },
  incomplete: { tone: 'waiting', word: 'Incomplete' },
  blind: { tone: 'waiting', word: 'No data' },
  down: { tone: 'losing', word: 'Down' },
  pending: { tone: 'unknown', word: 'Pending' },
  unknown: { tone: 'unknown', word: 'Unknown' },
  off: { tone: 'unknown', word: 'Off' },
};

/** Its state in a word and a colour. */
export function sourceLook(source: SourceSample): { tone: Tone; word: string } {
  if (source.isLost) return { tone: 'losing', word: 'Not arriving' };
  return isEnding(source) ? { tone: 'waiting', word: 'Key refused' } : states[source.state];
}

/** Its exporter goes on for a while with what it was lent for a key that is refused. */
export const isEnding = ({ state, refusedKey }: SourceSample) =>
  refusedKey !== undefined && state !== 'blind';
