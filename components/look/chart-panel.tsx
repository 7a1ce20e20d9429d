'use client';

import { useMemo } from 'react';
import { ChartCard } from '@/components/charts/chart-card';
import { type ChartSpan, courseWords } from '@/components/charts/chart-data';
import { LazyTimeChart } from '@/components/charts/lazy-time-chart';
import type { LookPanel, LookUnit } from '@/lib/schemas/look/dashboard';
import { limitsOf, thresholdWords } from './levels';
import { PanelNotes } from './panel-frame';
import { unitLooks } from './units';

/** Of these, zero says nothing. */
const FREE: ReadonlySet<LookUnit> = new Set(['celsius', 'moment']);

interface ChartPanelProps {
  panel: Extract<LookPanel, { kind: 'timeseries' }>;
  span: ChartSpan;
}

/** Lines over time, with where they would be worth a look. */
export function ChartPanel({ panel, span }: ChartPanelProps) {
  const { question, lines, unit, thresholds } = panel;
  const { format, tick, exact = format } = unitLooks[unit];
  const limits = useMemo(() => limitsOf(thresholds), [thresholds]);
  const words = [courseWords(lines, format), thresholdWords(thresholds, exact)];
  return (
    <ChartCard
      title={question}
      {...{ span, lines, format }}
      nothing=""
      words={words.filter(Boolean).join(' ')}
      footer={<PanelNotes panel={panel} />}
    >
      <LazyTimeChart
        title={question}
        {...{ span, lines, limits, format, tick }}
        low={FREE.has(unit) ? undefined : 0}
      />
    </ChartCard>
  );
}
