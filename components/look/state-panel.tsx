import { ChartCard } from '@/components/charts/chart-card';
import type { ChartSpan } from '@/components/charts/chart-data';
import { StateStrips } from '@/components/charts/state-strips';
import { UNKNOWN } from '@/lib/format';
import { PanelEmpty, PanelNotes } from './panel-frame';
import { type StatePanelView, stateOf, statesWords, stripWords, worstOf } from './state-words';

interface StatePanelProps {
  panel: StatePanelView;
  span: ChartSpan;
}

/** What has words rather than a number, over time: a strip each. */
export function StatePanel({ panel, span }: StatePanelProps) {
  const { question, lines, states } = panel;
  const words = statesWords(panel, span.stepSeconds);
  if (words === null) return <PanelEmpty panel={panel} />;
  return (
    <ChartCard
      title={question}
      {...{ span, lines }}
      format={(value) => stateOf(value, states)?.words ?? UNKNOWN}
      nothing=""
      words={words}
      table={{ what: 'worst', merge: worstOf(states) }}
      footer={<PanelNotes panel={panel} />}
    >
      <StateStrips
        {...{ span, lines }}
        levelOf={(value) => stateOf(value, states)?.level ?? null}
        wordsOf={(values) => stripWords(values, states, span.stepSeconds)}
      />
    </ChartCard>
  );
}
