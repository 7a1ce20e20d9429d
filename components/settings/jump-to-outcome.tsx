'use client';

import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';

interface JumpToOutcomeProps {
  /** What is jumped to. */
  target: RefObject<HTMLElement | null>;
}

/** On a long form, while what the change would do is out of sight: says that it is there, and goes to it. */
export function JumpToOutcome({ target }: JumpToOutcomeProps) {
  const [isBelow, setIsBelow] = useState(false);
  // What has the focus is not taken away: the next Tab would begin at the top of the page.
  const [hasFocus, setHasFocus] = useState(false);

  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setIsBelow(!entry.isIntersecting && entry.boundingClientRect.top > 0);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);

  if (!isBelow && !hasFocus) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-20 z-10 flex animate-appear justify-center lg:bottom-6">
      <button
        type="button"
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
        onClick={() => {
          target.current?.scrollIntoView({ block: 'start' });
          target.current?.focus({ preventScroll: true });
        }}
        className="touch pointer-events-auto flex items-center gap-2 rounded-full bg-accent px-5 font-strong text-on-accent text-sm shadow-float hover:bg-accent-strong"
      >
        Not applied yet: review
        <ArrowDown aria-hidden="true" className="size-4" />
      </button>
    </div>
  );
}
