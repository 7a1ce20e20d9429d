import { type ReactNode, useId } from 'react';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { thin } from '@/lib/thin';
import {
  type ChartLine,
  type ChartSpan,
  courseWords,
  type Format,
  tableRows,
  unknownWords,
} from './chart-data';
import { SeriesTable } from './series-table';
import { WhenOpened } from './when-opened';

/** How the values of a row's time become one. */
interface TableLook {
  what: string;
  merge: typeof thin;
}

const TABLE_ROWS = 24;
const MEAN: TableLook = { what: 'mean', merge: thin };

interface ChartCardProps {
  title: string;
  span: ChartSpan;
  lines: readonly ChartLine[];
  format: Format;
  /** Said when nothing is known; in place of the picture. */
  nothing: string;
  /** Further words of the caption. */
  words?: string | undefined;
  table?: TableLook;
  /** Below the picture. */
  footer?: ReactNode;
  children: ReactNode;
}

/** A picture of the last hours with its caption in words and, behind a toggle, its table. */
export function ChartCard(props: ChartCardProps) {
  const { title, span, lines, format, nothing, words, table = MEAN, footer, children } = props;
  const id = useId();
  const course = words ?? courseWords(lines, format);
  return (
    <Card className="flex min-w-0 flex-col p-4 pb-1">
      <figure aria-labelledby={id} className="flex flex-col gap-2">
        <figcaption className="flex flex-col gap-0.5">
          <h3 id={id} className="font-strong text-sm">
            {title}
          </h3>
          <p className="text-quiet text-sm">
            {course ? [course, unknownWords(span, lines)].filter(Boolean).join(' ') : nothing}
          </p>
        </figcaption>
        {course && children}
      </figure>
      {footer}
      {course && (
        <Details summary="As a table" className="text-xs">
          <WhenOpened>
            {() => (
              <SeriesTable
                {...{ title, span, lines, format }}
                what={table.what}
                rows={tableRows(span, lines, TABLE_ROWS, table.merge)}
              />
            )}
          </WhenOpened>
        </Details>
      )}
    </Card>
  );
}
