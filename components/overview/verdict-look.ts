import { LoaderCircle, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import { type Tone, tones } from '@/components/ui/tone';
import type { Snapshot } from '@/lib/schemas/snapshot';

export interface VerdictLook {
  tone: Tone;
  icon: LucideIcon;
  /** Answers "is my data arriving?" in one or two words. */
  word: string;
}

export function verdictLook(
  verdict: Snapshot['verdict']['state'],
  delivery: Snapshot['delivery']['state'],
): VerdictLook {
  if (verdict === 'losing') return { tone: 'losing', icon: OctagonX, word: 'Losing data' };
  if (verdict === 'down') return { tone: 'losing', icon: OctagonX, word: 'Not collecting' };
  if (verdict === 'ok') return { tone: 'arriving', icon: tones.arriving.icon, word: 'Arriving' };
  if (verdict === 'degraded') {
    return delivery === 'delivering'
      ? { tone: 'waiting', icon: TriangleAlert, word: 'Arriving, needs a look' }
      : { tone: 'waiting', icon: tones.waiting.icon, word: delivery === 'stalled' ? 'Stalled' : 'Waiting' };
  }
  return delivery === 'starting'
    ? { tone: 'unknown', icon: LoaderCircle, word: 'Starting' }
    : { tone: 'unknown', icon: tones.unknown.icon, word: 'Unknown' };
}
