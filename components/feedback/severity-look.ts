import { Hourglass, Info, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import type { Finding } from '@/lib/schemas/snapshot';

export const severityLooks: Record<Finding['severity'], { icon: LucideIcon; text: string; word: string }> = {
  losing: { icon: OctagonX, text: 'text-losing', word: 'Losing data' },
  waiting: { icon: Hourglass, text: 'text-waiting', word: 'Waiting' },
  warning: { icon: TriangleAlert, text: 'text-waiting', word: 'Warning' },
  info: { icon: Info, text: 'text-accent', word: 'Note' },
};
