'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Loaded } from '@/components/feedback/loaded';
import { useSettled } from '@/components/feedback/use-settled';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Skeleton } from '@/components/ui/skeleton';
import { StatePill } from '@/components/ui/state-pill';
import { jobWords } from '@/lib/pipeline/components';
import { type AnswerAsked, answerQuery, useAskOnce } from '@/lib/queries/filters';
import { useSnapshot } from '@/lib/queries/snapshot';
import { useLoad } from '@/lib/queries/use-load';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import { targetStates } from '../targets/target-look';
import { AnswerList } from './answer-list';
import { AnswerSearch } from './answer-search';

/** What a target says right now, and what the filter keeps of it. */
export function AnswerPage({ job }: { job: ScrapeJob }) {
  const target = useSnapshot(({ targets }) => targets.find((each) => each.job === job) ?? null);
  const [asked, setAsked] = useState<AnswerAsked>({});
  const load = useLoad(answerQuery(job, useSettled(asked)));
  const once = useAskOnce(job);

  /** Another search begins at its first page. */
  const change = (part: AnswerAsked) => setAsked({ ...asked, page: undefined, ...part });
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start">
        <BackLink href="/sources#targets" name="All targets" />
        <PageTitle
          title={
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              What {jobWords(job)} says now
              {target && <StatePill {...targetStates[target.state]} />}
            </span>
          }
          lead={`The answer that vmagent gets from ${target?.instance ?? job}, and what the filter keeps of it.`}
        />
      </div>
      <Loaded
        load={load}
        title="The target was asked, and gave no answer."
        waiting={<Skeleton className="h-96" />}
      >
        {(answer) =>
          answer.state === 'costs' ? (
            <Callout
              tone="info"
              title="Asking costs one collection."
              action={
                <Button onClick={() => once.mutate()} isPending={once.isPending || load.isFetching}>
                  Ask now
                </Button>
              }
            >
              <p>{answer.terms} The answer is kept for ten minutes.</p>
              {once.error && <ErrorNotice error={once.error} title="The collection failed." />}
            </Callout>
          ) : (
            <>
              <AnswerSearch
                job={job}
                answer={answer}
                asked={asked}
                onChange={change}
                onAgain={load.refetch}
                isAsking={load.isFetching}
              />
              <AnswerList
                answer={answer}
                isOld={load.isPlaceholderData}
                onPage={(page) => setAsked({ ...asked, page })}
                onClear={() => setAsked({})}
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}
