import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Details } from '@/components/ui/details';

/** A way through somebody else's menus, each name as it stands there. */
export function MenuPath({ steps }: { steps: readonly string[] }) {
  return (
    <span className="inline">
      {steps.map((step, index) => (
        <Fragment key={step}>
          {index > 0 && (
            <>
              <ChevronRight aria-hidden="true" className="mx-0.5 inline size-3.5 text-quiet" />
              <span className="sr-only">, then </span>
            </>
          )}
          <strong className="font-strong text-ink">{step}</strong>
        </Fragment>
      ))}
    </span>
  );
}

interface WhereToFindProps {
  summary: string;
  /** What to do there, in order: `<li>` elements. */
  children: ReactNode;
  isOpen?: boolean;
}

/** Where the answer is found, as numbered steps behind one line. */
export function WhereToFind({ summary, children, isOpen }: WhereToFindProps) {
  return (
    <Details summary={summary} isOpen={isOpen} className="rounded-lg border border-line bg-sunken px-4">
      <ol className="flex list-decimal flex-col gap-2 pt-1 pb-4 pl-6 text-quiet text-sm marker:text-quiet">
        {children}
      </ol>
    </Details>
  );
}
