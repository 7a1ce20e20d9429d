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

const acts: Record<GrafanaThing['act'], Look> = {
  created: { icon: CirclePlus, word: 'Will be made', text: 'font-strong text-accent' },
  same: { icon: Minus, word: 'Nothing to do', text: 'text-quiet' },
  updated: { icon: RefreshCw, word: 'Will be updated', text: 'font-strong text-accent' },
  removed: { icon: CircleMinus, word: 'Will be removed', text: 'font-strong text-accent' },
};

const held: Partial<Record<GrafanaThing['standing'], Look>> = {
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

/** @param outcome what was just done with it; what was left alone looks as it stands */
export function lookOf(
  { standing, act }: GrafanaThing,
  { isTicked, outcome }: { isTicked: boolean; outcome: Outcome | undefined },
): Look {
  if (isTicked) {
    const word = act === 'removed' ? 'Will be removed' : 'Will be overwritten';
    return { icon: TriangleAlert, word, text: 'font-strong text-losing' };
  }
  return outcome === undefined || outcome === 'left' ? (held[standing] ?? acts[act]) : outcomes[outcome];
}
