import { useId } from 'react';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { formatDateTime, formatTimeOfDay } from '@/lib/format';
import { thin } from '@/lib/thin';
import { summarise } from './series';
import { Sparkline } from './sparkline';
import { WhenOpened } from './when-opened';

const TABLE_ROWS = 12;

interface SmallChartProps {
  title: string;
  values: readonly (number | null)[];
  startMs: number;
  stepSeconds: number;
  format: (value: number) => string;
  /** The live value; null while it is not known. Left out, the newest of `values` is the value now. */
  now?: number | null;
  /** Said in place of a chart when nothing is known. */
  nothing: string;
  low?: number;
}

/** One figure over the last hours: its value now, a caption that says it in words, a picture, and a table. */
export function SmallChart(props: SmallChartProps) {
  const { title, values, startMs, stepSeconds, format, nothing, low } = props;
  const id = useId();
  const summary = summarise(values);
  // The newest span of the recording is a mean, which may be of a time when there still was something to measure.
  const now = props.now === undefined ? summary?.last : props.now;
  return (
    <Card className="flex min-w-0 flex-col gap-1 p-4 pb-1">
      <figure aria-labelledby={id} className="flex flex-col gap-2">
        <figcaption className="flex flex-col">
          <span className="flex items-baseline justify-between gap-2">
            <span id={id} className="text-quiet text-sm">
              {title}
            </span>
            <span className="figure font-strong">
              {now === null || now === undefined ? (summary ? 'no data now' : '–') : format(now)}
            </span>
          </span>
          <span className="min-h-10 text-quiet text-xs">
            {summary ? caption(summary, format, values.length * stepSeconds) : nothing}
          </span>
        </figcaption>
        <Sparkline values={values} low={low} className="h-14 w-full" />
      </figure>
      <Details summary="As a table" className="text-xs">
        <WhenOpened>{() => <ChartTable {...{ title, values, startMs, stepSeconds, format }} />}</WhenOpened>
      </Details>
    </Card>
  );
}

function caption(
  { min, max }: { min: number; max: number },
  format: (value: number) => string,
  seconds: number,
): string {
  const hours = Math.max(1, Math.round(seconds / 3600));
  const span = hours === 1 ? 'hour' : `${hours} hours`;
  const [lowest, highest] = [format(min), format(max)];
  return lowest === highest
    ? `Steady at ${highest} in the last ${span}.`
    : `Between ${lowest} and ${highest} in the last ${span}.`;
}

function ChartTable({
  title,
  values,
  startMs,
  stepSeconds,
  format,
}: Pick<SmallChartProps, 'title' | 'values' | 'startMs' | 'stepSeconds' | 'format'>) {
  const size = Math.ceil(values.length / TABLE_ROWS);
  const rows = thin(values, size);
  const rowMs = size * stepSeconds * 1000;
  return (
    <table className="mb-2 w-full text-left text-xs">
      <caption className="sr-only">{title}, mean of each span, newest first</caption>
      <thead className="text-quiet">
        <tr>
          <th className="py-1 font-normal">From</th>
          <th className="py-1 text-right font-normal">Mean</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows
          .map((value, index) => ({ atMs: startMs + index * rowMs, value }))
          .reverse()
          .map(({ atMs, value }) => (
            <tr key={atMs}>
              <td className="py-1" title={formatDateTime(atMs)}>
                {formatTimeOfDay(atMs)}
              </td>
              <td className="figure py-1 text-right">{value === null ? 'unknown' : format(value)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
