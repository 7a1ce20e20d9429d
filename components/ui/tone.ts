import { CircleCheck, CircleQuestionMark, Hourglass, type LucideIcon, OctagonX } from 'lucide-react';

/** The four things that data can be doing. No state is shown by its colour alone. */
export type Tone = 'arriving' | 'waiting' | 'losing' | 'unknown';

interface ToneLook {
  icon: LucideIcon;
  text: string;
  /** Tinted surface with its border. */
  panel: string;
  /** Full colour, for a small mark. */
  mark: string;
}

export const tones: Record<Tone, ToneLook> = {
  arriving: {
    icon: CircleCheck,
    text: 'text-arriving',
    panel: 'bg-arriving-soft border-arriving-line',
    mark: 'bg-arriving text-surface',
  },
  waiting: {
    icon: Hourglass,
    text: 'text-waiting',
    panel: 'bg-waiting-soft border-waiting-line',
    mark: 'bg-waiting text-surface',
  },
  losing: {
    icon: OctagonX,
    text: 'text-losing',
    panel: 'bg-losing-soft border-losing-line',
    mark: 'bg-losing text-surface',
  },
  unknown: {
    icon: CircleQuestionMark,
    text: 'text-unknown',
    panel: 'bg-unknown-soft border-unknown-line',
    mark: 'bg-unknown text-surface',
  },
};
