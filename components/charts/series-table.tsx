import { formatDateTime } from '@/lib/format';
import { type ChartLine, type ChartSpan, type Format, momentWords, type TableRow } from './chart-data';

interface SeriesTableProps {
  title: string;
  span: ChartSpan;
  /** What of each row's time its values are: `mean`. */
  what: string;
  lines: readonly ChartLine[];
  rows: readonly TableRow[];
  format: Format;
}

export function SeriesTable({ title, span, what, lines, rows, format }: SeriesTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label={`${title}, table`} tabIndex={0} className="mb-2 max-h-80 overflow-auto rounded-md">
      <table className="w-full text-left text-xs">
        <caption className="sr-only">
          {title}, {what} of each span, newest first
        </caption>
        <thead className="sticky top-0 bg-surface text-quiet">
          <tr>
            <th className="py-1 pr-3 font-normal">From</th>
            {lines.map(({ name }) => (
              <th key={name} title={name} className="py-1 pl-3 text-right font-normal">
                <span className="inline-block max-w-40 break-words">{name || 'Value'}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ fromMs, values }) => (
            <tr key={fromMs}>
              <td className="figure py-1 pr-3" title={formatDateTime(fromMs)}>
                {momentWords(span, fromMs)}
              </td>
              {values.map((value, index) => (
                <td key={lines[index]?.name} className="figure py-1 pl-3 text-right">
                  {value === null ? 'unknown' : format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
