import { CircleCheck, CircleX, Clock, type LucideIcon } from 'lucide-react';
import type { Tone } from '@/components/ui/tone';
import type { TargetSample } from '@/lib/schemas/snapshot';

/** `pending` is not a failure: it was not asked yet since vmagent's last start. */
export const targetStates: Record<TargetSample['state'], { tone: Tone; word: string; icon: LucideIcon }> = {
  up: { tone: 'arriving', word: 'Up', icon: CircleCheck },
  down: { tone: 'losing', word: 'Down', icon: CircleX },
  pending: { tone: 'unknown', word: 'Pending', icon: Clock },
};
