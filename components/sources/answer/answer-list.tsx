import { Pager } from '@/components/layout/pager';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/cn';
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
    <div aria-busy={isOld} className="flex flex-col gap-3">
      <p role="status" className="text-quiet text-sm">
        {matching === all ? plural(all, 'metric') : `${formatCount(matching)} of ${plural(all, 'metric')}`}
      </p>
      {metrics.length === 0 ? (
        <Callout
          tone="info"
          title="No series fits."
          action={<Button onClick={onClear}>Show all of them</Button>}
        />
      ) : (
        <Card className={cn(isOld && 'opacity-60')}>
          <ul className="divide-y divide-line">
            {metrics.map((metric, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: foreign names, cut, may be the same
              <AnswerMetric key={`${metric.name} ${at}`} metric={metric} />
            ))}
          </ul>
        </Card>
      )}
      <Pager label="Pages of metrics" page={page} pages={pages} onPage={onPage} />
    </div>
  );
}
