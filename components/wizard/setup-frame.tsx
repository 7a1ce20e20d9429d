import { Waves } from 'lucide-react';
import type { ReactNode } from 'react';

/** The page around every set-up screen: the name, the rail, one column for the question. */
export function SetupFrame({ rail, children }: { rail: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-4 pt-5 pb-12 sm:px-6">
      <header className="mb-6 flex items-center gap-2 text-accent lg:mb-10">
        <Waves aria-hidden="true" className="size-6" />
        <span className="font-strong text-ink text-lg">Weir</span>
        <span className="text-quiet text-sm">Set-up</span>
      </header>
      <div className="flex flex-col gap-6 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-12">
        <div className="lg:sticky lg:top-8 lg:self-start">{rail}</div>
        <main className="flex min-w-0 max-w-2xl flex-col">{children}</main>
      </div>
    </div>
  );
}
