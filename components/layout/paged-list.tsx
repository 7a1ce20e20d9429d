import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/cn';
import { formatCount } from '@/lib/format';

interface PagedListProps extends PagerProps {
  /** How many there are, and how many of them fit. */
  count: ReactNode;
  /** How old that is, and what else is not said again whenever it changes. */
  age?: ReactNode;
  /** In place of rows where none fits: `No resource fits.` */
  nothing: string;
  /** What is shown is of the question before. */
  isOld: boolean;
  /** Takes the search away. */
  onClear(): void;
  /** The rows, each a list item. */
  children: ReactNode[];
}

/** A page of what was searched. */
export function PagedList({ count, age, nothing, isOld, onClear, children, ...pager }: PagedListProps) {
  const { page, pages, onPage } = pager;
  const top = useRef<HTMLDivElement>(null);

  function turn(to: number): void {
    onPage(to);
    top.current?.scrollIntoView({ block: 'start' });
  }

  return (
    <div ref={top} aria-busy={isOld} className="flex scroll-mt-20 flex-col gap-3">
      <div className="text-quiet text-sm">
        <span role="status">
          {count}
          {pages > 1 && (
            <span className="sr-only">
              , page {page} of {pages}
            </span>
          )}
        </span>
        {age}
      </div>
      {children.length === 0 ? (
        <Callout tone="info" title={nothing} action={<Button onClick={onClear}>Show all of them</Button>} />
      ) : (
        <Card className={cn(isOld && 'opacity-60')}>
          <ul className="divide-y divide-line">{children}</ul>
        </Card>
      )}
      <Pager {...pager} onPage={turn} />
    </div>
  );
}

interface PagerProps {
  /** Pages of what: `Pages of resources`. */
  label: string;
  page: number;
  pages: number;
  onPage(page: number): void;
}

/** Turns the pages of a list; nothing where there is one only. */
function Pager({ label, page, pages, onPage }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <nav aria-label={label} className="flex items-center justify-between gap-3">
      <Turn to={page - 1} isThere={page > 1} onPage={onPage}>
        Before
      </Turn>
      <p className="figure text-sm">
        Page {formatCount(page)} of {formatCount(pages)}
      </p>
      <Turn to={page + 1} isThere={page < pages} onPage={onPage}>
        Next
      </Turn>
    </nav>
  );
}

interface TurnProps extends Pick<PagerProps, 'onPage'> {
  to: number;
  isThere: boolean;
  children: string;
}

/** At the end it keeps the focus, which a disabled button loses. */
function Turn({ to, isThere, onPage, children }: TurnProps) {
  return (
    <Button
      aria-disabled={!isThere}
      className={cn(!isThere && 'cursor-not-allowed opacity-60')}
      onClick={() => isThere && onPage(to)}
    >
      {children}
    </Button>
  );
}
