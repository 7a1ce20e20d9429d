import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { PlainText } from '@/components/ui/plain-text';
import { type Tone, tones } from '@/components/ui/tone';
import { cn } from '@/lib/cn';

interface HeroFrameProps {
  tone: Tone;
  icon: LucideIcon;
  word: string;
  headline: string;
  detail: ReactNode;
  fix?: string | null;
  /** Said to a screen reader when it changes; holds no figure that moves. */
  announcement: string;
  children?: ReactNode;
}

/** One icon, one colour, one sentence. Readable from a phone at arm's length. */
export function HeroFrame({
  tone,
  icon: Icon,
  word,
  headline,
  detail,
  fix,
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
        <Mark icon={Icon} className={cn('hidden md:grid md:size-18', mark)} />
        <div className="flex min-w-0 flex-col gap-1">
          <p className={cn('flex items-center gap-3 font-strong text-lg', text)}>
            <Mark icon={Icon} className={cn('grid size-12 md:hidden', mark)} />
            {word}
          </p>
          <h1 className="font-strong text-2xl max-md:mt-2 md:text-3xl">{headline}</h1>
          <p className="text-base md:text-lg">{detail}</p>
          {fix && (
            <p className="text-base">
              <strong className="font-strong">What to do: </strong>
              <PlainText text={fix} />
            </p>
          )}
        </div>
      </div>
      {children}
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </section>
  );
}

function Mark({ icon: Icon, className }: Pick<HeroFrameProps, 'icon'> & { className: string }) {
  return (
    <span className={cn('shrink-0 place-items-center rounded-full', className)}>
      <Icon aria-hidden="true" className="size-7 md:size-10" />
    </span>
  );
}
