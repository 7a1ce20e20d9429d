import { RelativeTime } from '@/components/feedback/relative-time';
import { UnjudgedRules } from '@/components/forms/unjudged-rules';
import { AppLink } from '@/components/ui/app-link';
import { Button } from '@/components/ui/button';
import { Input, oneLine } from '@/components/ui/input';
import { PartBar } from '@/components/ui/part-bar';
import { Segmented } from '@/components/ui/segmented';
import { formatCount, formatShare, plural } from '@/lib/format';
import { ownBill } from '@/lib/pipeline/records';
import type { AnswerAsked } from '@/lib/queries/filters';
import type { AnswerRead } from '@/lib/schemas/settings/answer';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';

interface AnswerSearchProps {
  job: ScrapeJob;
  answer: AnswerRead;
  asked: AnswerAsked;
  onChange(part: AnswerAsked): void;
  onAgain(): unknown;
  isAsking: boolean;
}

/** How much the target says, how much of it is kept, and what is looked for in it. */
export function AnswerSearch({ job, answer, asked, onChange, onAgain, isAsking }: AnswerSearchProps) {
  const { offered, kept, all, readAtMs, unjudged } = answer;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <p>
          {plural(offered, 'series', 'series')} of {plural(all, 'metric')}, read{' '}
          <RelativeTime atMs={readAtMs} fallback="now" />. The{' '}
          <AppLink href={`/settings/filters?job=${job}`} className="text-accent underline underline-offset-4">
            filter
          </AppLink>{' '}
          keeps {formatCount(kept)} ({formatShare(kept, offered)}).
        </p>
        {ownBill(job) === null && (
          <Button onClick={() => void onAgain()} isPending={isAsking}>
            Ask again
          </Button>
        )}
      </div>
      <PartBar part={kept} whole={offered} />
      <UnjudgedRules reasons={unjudged} />
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Search the answer"
          placeholder="Metric, help text or label"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={asked.q ?? ''}
          onChange={(event) => onChange({ q: oneLine(event.target.value) })}
          className="min-w-0 flex-1 basis-60"
        />
        <Segmented
          legend="Which series"
          name="part"
          value={asked.part ?? 'offered'}
          onChange={(part) => onChange({ part })}
          options={[
            { value: 'offered', label: 'All' },
            { value: 'kept', label: 'Kept' },
            { value: 'dropped', label: 'Left out' },
          ]}
        />
      </div>
    </div>
  );
}
