import type { LucideIcon } from 'lucide-react';
import { cn } from '@/lib/cn';
import { type Tone, tones } from './tone';

interface StatePillProps {
  tone: Tone;
  /** The state's word; the colour only repeats it. */
  word: string;
  /** In place of the tone's own icon. */
  icon?: LucideIcon;
  /** Without the tinted ground, for dense tables. */
  isBare?: boolean;
  className?: string;
}

export function StatePill({ tone, word, icon, isBare = false, className }: StatePillProps) {
  const look = tones[tone];
  const Icon = icon ?? look.icon;
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap font-strong text-xs',
        look.text,
        !isBare && ['rounded-full border px-2.5 py-0.5', look.panel],
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}
