import { Waves } from 'lucide-react';
import type { ReactNode } from 'react';

interface SetupFrameProps {
  rail: ReactNode;
  /** For someone who came back to change something: the way to the overview. */
  wayOut?: ReactNode;
  children: ReactNode;
}

/** The page around every set-up screen: the name, the rail, one column for the question. */
export function SetupFrame({ rail, wayOut, children }: SetupFrameProps) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-4 pt-3 pb-12 sm:px-6">
      <header className="mb-6 flex min-h-11 items-center gap-2 text-accent lg:mb-10">
        <Waves aria-hidden="true" className="size-6" />
        <span className="font-strong text-ink text-lg">Weir</span>
        <span className="text-quiet text-sm">Set-up</span>
        <span className="ml-auto">{wayOut}</span>
      </header>
      <div className="flex flex-col gap-6 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-12">
        <div className="lg:sticky lg:top-8 lg:self-start">{rail}</div>
        <main className="flex min-w-0 max-w-2xl flex-col">{children}</main>
      </div>
    </div>
  );
}
