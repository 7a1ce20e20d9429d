import type { Tone } from '@/components/ui/tone';
import type { Resource } from '@/lib/schemas/resources';

export const resourceLooks: Record<Resource['state'], { tone: Tone; word: string }> = {
  flowing: { tone: 'arriving', word: 'Data' },
  idle: { tone: 'unknown', word: 'Idle' },
  none: { tone: 'waiting', word: 'No series' },
};
