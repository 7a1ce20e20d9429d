import { PagedList } from '@/components/layout/paged-list';
import { Callout } from '@/components/ui/callout';
import { formatCount, plural } from '@/lib/format';
import type { AnswerRead } from '@/lib/schemas/settings/answer';
import { AnswerMetric } from './answer-metric';

interface AnswerListProps {
  answer: AnswerRead;
  /** What is shown is of the question before. */
  isOld: boolean;
  onPage(page: number): void;
  /** Takes the search away. */
  onClear(): void;
}

/** The metrics of an answer by name, each opening to its series. */
export function AnswerList({ answer, isOld, onPage, onClear }: AnswerListProps) {
  const { all, matching, metrics, page, pages } = answer;
  if (all === 0) {
    return (
      <Callout tone="unknown" title="It answers, and offers no series.">
        <p>An exporter that has just started may have nothing yet. Its log says what it waits for.</p>
      </Callout>
    );
  }
  return (
    <PagedList
      label="Pages of metrics"
      nothing="No series fits."
      count={
        matching === all ? plural(all, 'metric') : `${formatCount(matching)} of ${plural(all, 'metric')}`
      }
      {...{ isOld, onClear, page, pages, onPage }}
    >
      {metrics.map((metric, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: foreign names, cut, may be the same
        <AnswerMetric key={`${metric.name} ${at}`} metric={metric} />
      ))}
    </PagedList>
  );
}
