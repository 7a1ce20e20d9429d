import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Tone, tones } from '@/components/ui/tone';
import { cn } from '@/lib/cn';

interface HeroFrameProps {
  tone: Tone;
  icon: LucideIcon;
  /** The state in one or two words. */
  word: string;
  headline: string;
  detail: ReactNode;
  /** Said to a screen reader when it changes; holds no figure that moves. */
  announcement: string;
  /** Figures and the one button. */
  children?: ReactNode;
}

/** One icon, one colour, one sentence. Readable from a phone at arm's length. */
export function HeroFrame({
  tone,
  icon: Icon,
  word,
  headline,
  detail,
  announcement,
  children,
}: HeroFrameProps) {
  const { text, panel, mark } = tones[tone];
  return (
    <section
      aria-label="Verdict"
      className={cn(
        'flex flex-col gap-x-6 gap-y-5 rounded-lg border p-5 md:flex-row md:flex-wrap md:items-center md:p-7',
        panel,
      )}
    >
      <div className="flex min-w-0 flex-1 flex-col gap-4 md:basis-md md:flex-row md:items-center md:gap-6">
        <span className={cn('grid size-14 shrink-0 place-items-center rounded-full md:size-18', mark)}>
          <Icon aria-hidden="true" className="size-8 md:size-10" />
        </span>
        <div className="flex min-w-0 flex-col gap-1">
          <p className={cn('font-strong text-lg', text)}>{word}</p>
          <h1 className="font-strong text-2xl md:text-3xl">{headline}</h1>
          <p className="text-base md:text-lg">{detail}</p>
        </div>
      </div>
      {children}
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </section>
  );
}
