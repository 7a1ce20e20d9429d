import {
  CircleCheck,
  CircleMinus,
  CirclePlus,
  FilePen,
  type LucideIcon,
  Minus,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import type { Outcome } from './thing-words';

interface Look {
  icon: LucideIcon;
  word: string;
  text: string;
}

const standings: Record<GrafanaThing['standing'], Look> = {
  absent: { icon: CirclePlus, word: 'Will be made', text: 'font-strong text-accent' },
  same: { icon: Minus, word: 'Nothing to do', text: 'text-quiet' },
  older: { icon: RefreshCw, word: 'Will be updated', text: 'font-strong text-accent' },
  unwanted: { icon: CircleMinus, word: 'Will be removed', text: 'font-strong text-accent' },
  'changed-there': {
    icon: FilePen,
    word: 'Changed in Grafana: left alone',
    text: 'font-strong text-waiting',
  },
  foreign: { icon: CircleMinus, word: 'Not Weir’s: left alone', text: 'font-strong text-waiting' },
};

const outcomes: Record<Exclude<Outcome, 'left'>, Look> = {
  created: { icon: CircleCheck, word: 'Made', text: 'font-strong text-arriving' },
  updated: { icon: CircleCheck, word: 'Updated', text: 'font-strong text-arriving' },
  same: { icon: CircleCheck, word: 'As it was', text: 'text-quiet' },
  removed: { icon: CircleCheck, word: 'Removed', text: 'font-strong text-arriving' },
};

const overwritten: Look = {
  icon: TriangleAlert,
  word: 'Will be overwritten',
  text: 'font-strong text-losing',
};

/** @param outcome what was just done with it; what was left alone looks as it stands */
export function lookOf(
  { standing }: GrafanaThing,
  { isTicked, outcome }: { isTicked: boolean; outcome: Outcome | undefined },
): Look {
  if (isTicked) return overwritten;
  return outcome === undefined || outcome === 'left' ? standings[standing] : outcomes[outcome];
}
