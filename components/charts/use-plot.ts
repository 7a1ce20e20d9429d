'use client';

import { type RefObject, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { timesOf } from './chart-data';
import { CHART_HEIGHT, chartOptions, type Drawn } from './chart-options';
import { onThemeChange, readInk } from './ink';

interface PlotGiven extends Drawn {
  hidden: ReadonlySet<number>;
  onMoment(index: number | null): void;
}

function dataOf({ span, lines }: Drawn): uPlot.AlignedData {
  const count = Math.max(0, ...lines.map(({ values }) => values.length));
  return [timesOf(span, count), ...lines.map(({ values }) => [...values])];
}

/** Keeps a chart in `host`. New values are put into it; it is made anew only for other lines, or another theme. */
export function usePlot(host: RefObject<HTMLDivElement | null>, { hidden, onMoment, ...drawn }: PlotGiven) {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef<Drawn>(drawn);
  const { span, lines, marks, limits, tick, low } = drawn;
  const names = lines.map(({ name }) => name).join('\n');

  // Before the chart is made, which looks at it.
  useEffect(() => {
    latest.current = { span, lines, marks, limits, tick, low };
    plot.current?.setData(dataOf(latest.current));
  }, [span, lines, marks, limits, tick, low]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines make another chart
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      const options = chartOptions({
        width: element.clientWidth,
        ink: readInk(element),
        drawn: () => latest.current,
        isHidden: (index) => hidden.has(index),
        onMoment,
      });
      plot.current = new uPlot(options, dataOf(latest.current), element);
    };
    draw();
    const sizes = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== plot.current?.width) plot.current?.setSize({ width, height: CHART_HEIGHT });
    });
    sizes.observe(element);
    const stop = onThemeChange(draw);
    return () => {
      stop();
      sizes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [host, names, hidden, onMoment]);

  return {
    /** Moves the cursor to a value, as the mouse would. */
    goTo(index: number): void {
      const chart = plot.current;
      const atSeconds = chart?.data[0][index];
      if (!chart || atSeconds === undefined) return;
      const [width, height] = [chart.over.clientWidth, chart.over.clientHeight];
      const [left, top] = [chart.valToPos(atSeconds, 'x'), height / 2];
      chart.setCursor({ left, top });
      // The other charts of the page go along, as they do with the mouse.
      const { sync } = chart.cursor;
      if (!sync) return;
      sync.values = [atSeconds, top];
      uPlot.sync(sync.key ?? '').pub('mousemove', chart, left, top, width, height, index);
    },
  };
}
