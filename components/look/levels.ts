import { type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ChartLimit, Format } from '@/components/charts/chart-data';
import type { Level } from '@/components/charts/state-runs';
import type { Tone } from '@/components/ui/tone';
import type { LookThresholds } from '@/lib/schemas/look/dashboard';

export const levelLooks: Record<Level, { tone: Tone; word: string; icon?: LucideIcon }> = {
  good: { tone: 'arriving', word: 'Good' },
  warning: { tone: 'waiting', word: 'Worth a look', icon: TriangleAlert },
  critical: { tone: 'losing', word: 'Bad' },
};

/** How bad a value is; null: nobody has said what would be bad. */
export function levelOf(value: number, thresholds: LookThresholds | null): Level | null {
  if (!thresholds) return null;
  const { side, warning, critical } = thresholds;
  const isPast = (limit: number) => (side === 'above' ? value > limit : value < limit);
  if (critical !== undefined && isPast(critical)) return 'critical';
  return isPast(warning) ? 'warning' : 'good';
}

/** The same as lines across a chart. Where both are at one value, what is past it is bad. */
export function limitsOf(thresholds: LookThresholds | null): ChartLimit[] {
  if (!thresholds) return [];
  const { warning, critical } = thresholds;
  const limits: ChartLimit[] = warning === critical ? [] : [{ value: warning, level: 'warning' }];
  if (critical !== undefined) limits.push({ value: critical, level: 'critical' });
  return limits;
}

/** The same in words: `Worth a look above 70 °C, bad above 80 °C.` */
export function thresholdWords(thresholds: LookThresholds | null, format: Format): string | null {
  if (!thresholds) return null;
  const { side, warning, critical } = thresholds;
  if (warning === critical) return `Bad ${side} ${format(critical)}.`;
  const bad = critical === undefined ? '' : `, bad ${side} ${format(critical)}`;
  return `Worth a look ${side} ${format(warning)}${bad}.`;
}
