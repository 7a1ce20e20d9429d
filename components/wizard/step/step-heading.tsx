'use client';

import { type ReactNode, useEffect, useRef } from 'react';

let hasShownOne = false;

interface StepHeadingProps {
  title: string;
  /** Stands before the title where there is something to celebrate. */
  icon?: ReactNode;
  /** One line on why the question is asked. */
  why: ReactNode;
}

/** The question. Takes the focus when its step opens, so that a keyboard and a screen reader start there. */
export function StepHeading({ title, icon, why }: StepHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    // Not on arrival: the browser puts the focus where the reader expects it then.
    if (hasShownOne) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    hasShownOne = true;
  }, []);

  return (
    <div className="mb-6 flex flex-col gap-2">
      <h1 ref={heading} tabIndex={-1} className="flex items-center gap-3 font-strong text-2xl outline-none">
        {icon}
        {title}
      </h1>
      <p className="max-w-prose text-quiet">{why}</p>
    </div>
  );
}
