import { Button } from '@/components/ui/button';
import { formatCount } from '@/lib/format';

interface PagerProps {
  /** Pages of what: `Pages of resources`. */
  label: string;
  page: number;
  pages: number;
  onPage(page: number): void;
}

/** Turns the pages of a list; nothing where there is one only. */
export function Pager({ label, page, pages, onPage }: PagerProps) {
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
