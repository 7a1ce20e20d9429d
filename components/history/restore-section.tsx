'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { LoadError } from '@/components/feedback/load-error';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { PlanView } from '@/components/forms/plan-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { useShownApply } from '@/lib/queries/after-jobs';
import { useRestorePlan } from '@/lib/queries/revisions';
import type { RevisionDetail } from '@/lib/schemas/revision';
import type { ChangePlan } from '@/lib/schemas/settings/settings';
import { RestoreDialog } from './restore-dialog';

/** What going back would do now, and doing it. */
export function RestoreSection({ revision }: { revision: RevisionDetail }) {
  const { plan, error, refetch, isFetching } = useRestorePlan(revision.id);
  const [isAsked, setIsAsked] = useState(false);
  // What somebody else changes while the question stands must not slip in under it; the answer is refused then.
  const [askedPlan, setAskedPlan] = useState<ChangePlan | null>(null);
  const { jobId, showJob, isApplying } = useShownApply();
  const isSame = plan !== undefined && plan.files.length === 0 && plan.effects.length === 0;
  const canRestore = plan !== undefined && !isSame && plan.problems.length === 0;

  return (
    <Section title="Go back to this state">
      {jobId && <ApplyProgress key={jobId} jobId={jobId} />}
      {error && !plan && (
        <LoadError
          error={error}
          title="What this would do is not known."
          refetch={refetch}
          isFetching={isFetching}
        />
      )}
      {!plan && !error && <Skeleton className="h-32" />}
      {isSame && !jobId && (
        <p className="text-quiet">The files and the services are in this state already.</p>
      )}
      {plan && !isSame && !isApplying && (
        <>
          <PlanView plan={plan} />
          {canRestore && (
            <Button
              variant="primary"
              icon={<Undo2 aria-hidden="true" className="size-4" />}
              onClick={() => {
                setAskedPlan(plan);
                setIsAsked(true);
              }}
              className="self-start"
            >
              Restore this state
            </Button>
          )}
        </>
      )}
      {plan && (
        <RestoreDialog
          id={revision.id}
          plan={askedPlan ?? plan}
          isRefreshing={isFetching}
          isOpen={isAsked}
          onClose={() => setIsAsked(false)}
          onStarted={showJob}
          onConflict={() => {
            setAskedPlan(null);
            void refetch();
          }}
        />
      )}
    </Section>
  );
}
