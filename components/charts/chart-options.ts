import type uPlot from 'uplot';
import {
  axisWords,
  type ChartLimit,
  type ChartLine,
  type ChartMark,
  type ChartSpan,
  type Format,
  lonePoints,
  scaleRange,
  tickLabels,
} from './chart-data';
import { drawLimits, drawMarks } from './draw-marks';
import { dashOf, type Ink, LINE_COLOURS } from './ink';

export const CHART_HEIGHT = 190;
const AXIS_WIDTH = 62;

/** What a chart shows; it may change while the chart stays. */
export interface Drawn {
  span: ChartSpan;
  lines: readonly ChartLine[];
  marks: readonly ChartMark[];
  limits: readonly ChartLimit[];
  /** Values beside the axis, as short as can be. */
  tick: Format;
  low: number | undefined;
}

interface Given {
  width: number;
  ink: Ink;
  drawn(): Drawn;
  isHidden(index: number): boolean;
  onMoment(index: number | null): void;
}

/** Colours, scales and axes of a chart over time. All charts of a page share one cursor. */
export function chartOptions({ width, ink, drawn, isHidden, onMoment }: Given): uPlot.Options {
  const { lines, low } = drawn();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink.text, font, grid: { stroke: ink.grid, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: CHART_HEIGHT,
    padding: [10, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      sync: { key: 'time' },
      points: { size: 7 },
    },
    scales: {
      x: { time: true, range: () => [drawn().span.fromMs / 1000, drawn().span.toMs / 1000] },
      y: { range: (_chart, min, max) => scaleRange(min, max, drawn().low, drawn().limits) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 64,
        size: 30,
        values: (_chart, at) => at.map((s) => axisWords(drawn().span, s * 1000)),
      },
      { ...axis, space: 34, size: AXIS_WIDTH, values: (_chart, at) => tickLabels(at, drawn().tick) },
    ],
    series: [
      {},
      ...lines.map(
        (_, index): uPlot.Series => ({
          stroke: ink.lines[index % LINE_COLOURS] ?? ink.text,
          width: 2,
          dash: lines.length > 1 ? dashOf(index) : [],
          show: !isHidden(index),
          spanGaps: false,
          points: { show: true, size: 5, filter: () => lonePoints(drawn().lines[index]?.values ?? []) },
          ...(lines.length === 1 && low === 0 && { fill: fade(ink.lines[0]) }),
        }),
      ),
    ],
    hooks: {
      draw: [
        (chart) => drawLimits(chart, drawn().limits, ink),
        (chart) => drawMarks(chart, drawn().marks, ink),
      ],
      setCursor: [({ cursor }) => onMoment(cursor.idx ?? null)],
    },
  };
}

function fade(colour: string | undefined): string {
  return `color-mix(in srgb, ${colour ?? 'currentcolor'} 15%, transparent)`;
}
