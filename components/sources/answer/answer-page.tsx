'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { useLast } from '@/components/feedback/use-last';
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
  const targets = useSnapshot((snapshot) => snapshot.targets.filter((each) => each.job === job));
  const [only] = targets?.length === 1 ? targets : [];
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start">
        <BackLink href="/sources#targets" name="All targets" />
        <PageTitle
          title={
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              What {jobWords(job)} says now
              {only && <StatePill {...targetStates[only.state]} />}
            </span>
          }
          lead={`What ${job} on this Pi answers to a scrape, and what the filter keeps of it.`}
        />
      </div>
      {targets?.length === 0 && (
        <Callout tone="unknown" title={`vmagent does not scrape ${job} now.`}>
          <p>Its source may be off, or vmagent not running: what it says goes nowhere then.</p>
        </Callout>
      )}
      <Answered job={job} />
    </div>
  );
}

function Answered({ job }: { job: ScrapeJob }) {
  const [asked, setAsked] = useState<AnswerAsked>({});
  const load = useLast(useLoad(answerQuery(job, useSettled(asked))), ({ state }) => state === 'read');
  const once = useAskOnce(job);

  /** Another search begins at its first page. */
  const change = (part: AnswerAsked) => setAsked({ ...asked, page: undefined, ...part });
  return (
    <Loaded load={load} title="What it says could not be read." waiting={<Skeleton className="h-96" />}>
      {(shown) =>
        shown.state === 'costs' ? (
          <Callout
            tone="info"
            title="Asking costs one collection."
            action={
              <Button onClick={() => once.mutate()} isPending={once.isPending || load.isFetching}>
                Ask now
              </Button>
            }
          >
            <p>{shown.terms} The answer is kept for ten minutes.</p>
            {once.error && <ErrorNotice error={once.error} title="The collection failed." />}
          </Callout>
        ) : (
          <>
            <AnswerSearch
              job={job}
              answer={shown}
              asked={asked}
              onChange={change}
              onAgain={load.refetch}
              isAsking={load.isFetching}
            />
            {load.error !== null && <LoadError load={load} title="A newer answer could not be read." />}
            <AnswerList
              answer={shown}
              isOld={load.isPlaceholderData || load.error !== null}
              onPage={(page) => setAsked({ ...asked, page })}
              onClear={() => setAsked({})}
            />
          </>
        )
      }
    </Loaded>
  );
}
