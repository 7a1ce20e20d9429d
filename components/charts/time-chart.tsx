'use client';

import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { formatDateTime } from '@/lib/format';
import type { ChartLimit, ChartLine, ChartMark, ChartSpan, Format } from './chart-data';
import { ChartLegend } from './chart-legend';
import { CHART_HEIGHT } from './chart-options';
import { usePlot } from './use-plot';
import 'uplot/dist/uPlot.min.css';
import './time-chart.css';

export interface TimeChartProps {
  title: string;
  span: ChartSpan;
  lines: readonly ChartLine[];
  marks?: readonly ChartMark[];
  limits?: readonly ChartLimit[];
  format: Format;
  /** As `format`, for the axis, where it has to be short. */
  tick: Format;
  /** The scale begins here at the latest. */
  low?: number | undefined;
}

/** Steps of Page Up and Page Down. */
const LEAP = 20;
const NONE: ReadonlySet<number> = new Set();
const NO_MARKS: readonly ChartMark[] = [];
const NO_LIMITS: readonly ChartLimit[] = [];

/** Lines over time with holes left open. The arrow keys go from value to value, and the moment is said in words. */
export function TimeChart(props: TimeChartProps) {
  const { title, span, lines, marks = NO_MARKS, limits = NO_LIMITS, format, tick, low } = props;
  const host = useRef<HTMLDivElement>(null);
  const [moment, setMoment] = useState<number | null>(null);
  const [hidden, setHidden] = useState(NONE);
  const { goTo } = usePlot(host, { span, lines, marks, limits, tick, low, hidden, onMoment: setMoment });
  const last = Math.max(0, ...lines.map(({ values }) => values.length)) - 1;
  const shown = useMemo(() => lines.filter((_, index) => !hidden.has(index)), [lines, hidden]);

  const value = (line: ChartLine, index: number) => {
    const known = line.values[index];
    return known === null || known === undefined ? 'unknown' : format(known);
  };
  const words = (index: number) => {
    const time = formatDateTime(span.startMs + index * span.stepSeconds * 1000);
    const [only] = lines;
    if (lines.length === 1 && only) return `${time}: ${value(only, index)}`;
    return `${time}: ${shown.map((line) => `${line.name} ${value(line, index)}`).join(', ')}`;
  };

  function onKeyDown(event: KeyboardEvent): void {
    const at = moment ?? last;
    const to = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - LEAP,
      PageUp: at + LEAP,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    goTo(Math.min(last, Math.max(0, to)));
  }

  return (
    <div className="time-chart flex flex-col gap-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${title}: moment`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={moment ?? last}
        aria-valuetext={words(moment ?? last)}
        onKeyDown={onKeyDown}
        className="rounded-md"
      >
        <div ref={host} className="overflow-hidden" style={{ height: CHART_HEIGHT }} />
      </div>
      {lines.length > 1 ? (
        <ChartLegend
          lines={lines.map((line, index) => ({ name: line.name, value: value(line, moment ?? last), index }))}
          hidden={hidden}
          onChange={setHidden}
        />
      ) : (
        <p aria-hidden="true" className="figure min-h-5 overflow-hidden text-ellipsis text-quiet text-xs">
          {moment === null ? '' : words(moment)}
        </p>
      )}
    </div>
  );
}
