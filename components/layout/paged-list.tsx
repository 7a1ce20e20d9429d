import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/cn';
import { formatCount } from '@/lib/format';

interface PagedListProps extends PagerProps {
  /** How many there are, and how many of them fit. */
  count: ReactNode;
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
export function PagedList({ count, nothing, isOld, onClear, children, ...pager }: PagedListProps) {
  return (
    <div aria-busy={isOld} className="flex flex-col gap-3">
      <div role="status" className="text-quiet text-sm">
        {count}
      </div>
      {children.length === 0 ? (
        <Callout tone="info" title={nothing} action={<Button onClick={onClear}>Show all of them</Button>} />
      ) : (
        <Card className={cn(isOld && 'opacity-60')}>
          <ul className="divide-y divide-line">{children}</ul>
        </Card>
      )}
      <Pager {...pager} />
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
      <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
        Before
      </Button>
      <p className="figure text-sm">
        Page {formatCount(page)} of {formatCount(pages)}
      </p>
      <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  );
}
