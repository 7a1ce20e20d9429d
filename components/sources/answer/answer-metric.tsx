import { Check, ChevronDown, Minus } from 'lucide-react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { cn } from '@/lib/cn';
import { formatCount, plural, UNKNOWN } from '@/lib/format';
import { formatValue } from '@/lib/format-value';
import type { AnsweredMetric } from '@/lib/schemas/settings/answer';

/** A metric and whether it is kept: a line that opens to its series. All its texts are the target's. */
export function AnswerMetric({ metric }: { metric: AnsweredMetric }) {
  const { name, type, help, series, kept } = metric;
  return (
    <li>
      <details className="group/row">
        <summary className="touch flex items-start gap-3 px-4 py-2.5 hover:bg-sunken">
          <Mark isKept={kept > 0} className="mt-1" />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="break-all font-mono text-sm">{name}</span>
              <span className="figure text-quiet text-sm">
                {plural(series, 'series', 'series')}
                {', '}
                {kept === series ? 'kept' : kept > 0 ? `${formatCount(kept)} kept` : 'left out'}
              </span>
            </span>
            <span className="text-quiet text-sm [overflow-wrap:anywhere]">
              {[help, type].filter(Boolean).join(' · ')}
            </span>
          </span>
          <ChevronDown
            aria-hidden="true"
            className="mt-1 size-4 shrink-0 text-quiet transition-transform duration-150 group-open/row:rotate-180"
          />
        </summary>
        <SeriesTable metric={metric} />
      </details>
    </li>
  );
}

function SeriesTable({ metric: { name, rows, matching } }: { metric: AnsweredMetric }) {
  const isTimed = rows.some(({ atMs }) => atMs !== null);
  return (
    <div className="flex flex-col gap-2 px-4 pt-1 pb-4">
      <table className="w-full table-fixed text-left text-sm">
        <caption className="sr-only">Series of {name}</caption>
        <thead className="text-quiet text-xs">
          <tr>
            <th className="py-1 font-normal">Labels</th>
            <th className="w-28 py-1 text-right font-normal">Value</th>
            {isTimed && <th className="hidden w-24 py-1 text-right font-normal sm:table-cell">Age</th>}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ labels, value, atMs, isKept }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: foreign labels, cut and cleaned, may be the same
            <tr key={at}>
              <th scope="row" className="py-1.5 pr-2 font-normal">
                <span className="flex items-start gap-2">
                  <Mark isKept={isKept} className="mt-0.5" />
                  <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">
                    {labels || 'no labels'}
                    <span className="sr-only">{isKept ? ', kept' : ', left out'}</span>
                  </span>
                </span>
              </th>
              <td
                title={String(value)}
                className="figure py-1.5 text-right align-top [overflow-wrap:anywhere]"
              >
                {typeof value === 'number' ? formatValue(value) : value}
                {atMs !== null && (
                  <span className="block text-quiet text-xs sm:hidden">
                    <RelativeTime atMs={atMs} />
                  </span>
                )}
              </td>
              {isTimed && (
                <td className="figure hidden py-1.5 text-right align-top text-quiet sm:table-cell">
                  {atMs === null ? UNKNOWN : <RelativeTime atMs={atMs} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {matching > rows.length && (
        <p className="text-quiet text-sm">
          {formatCount(matching - rows.length)} more; a search for a label finds them.
        </p>
      )}
    </div>
  );
}

/** Beside words that say the same. */
function Mark({ isKept, className }: { isKept: boolean; className: string }) {
  const Icon = isKept ? Check : Minus;
  return (
    <Icon
      aria-hidden="true"
      className={cn('size-4 shrink-0', isKept ? 'text-arriving' : 'text-quiet', className)}
    />
  );
}
