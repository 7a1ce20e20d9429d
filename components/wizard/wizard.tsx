'use client';

import { useSearchParams } from 'next/navigation';
import { Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { LoadError } from '@/components/feedback/loaded';
import { Announcer } from '@/components/forms/announcer';
import { LinkButton } from '@/components/ui/button';
import { useLoad } from '@/lib/queries/use-load';
import { wizardQuery } from '@/lib/queries/wizard';
import type { WizardStep } from '@/lib/schemas/wizard';
import { RunningNotice } from './running-notice';
import { SetupFrame } from './setup-frame';
import { parseStep, reachableStep, type Screen, screens, stepHref } from './step/steps';
import { WizardContext } from './step/wizard-context';
import { WizardSkeleton } from './step/wizard-skeleton';
import { stepViews } from './step-views';
import { WizardRail } from './wizard-rail';

/** The set-up as a whole: which step is open, the rail beside it, and what the steps share. */
export function Wizard() {
  const load = useLoad(wizardQuery());
  const { data: state, refetch } = load;
  const asked = parseStep(useSearchParams().get('step'));
  const leaveHandler = useRef<(() => void) | null>(null);

  const goTo = useCallback((step: WizardStep, taskId?: string) => {
    window.history.pushState(null, '', stepHref(step, taskId));
  }, []);
  const setLeaveHandler = useCallback((save: (() => void) | null) => {
    leaveHandler.current = save;
  }, []);
  const leaveTo = useCallback(
    (step: WizardStep) => {
      leaveHandler.current?.();
      goTo(step);
    },
    [goTo],
  );
  const shared = useMemo(
    () => state && { state, goTo, leaveTo, setLeaveHandler },
    [state, goTo, leaveTo, setLeaveHandler],
  );
  const step = state ? reachableStep(asked, state) : null;

  const runningTaskId = state?.runningTaskId ?? undefined;

  useEffect(() => {
    // The address always names the step that is shown, so that a reload and a bookmark find it.
    if (step === null || step === asked) return;
    window.history.replaceState(null, '', stepHref(step, step === 'launch' ? runningTaskId : undefined));
  }, [step, asked, runningTaskId]);

  useEffect(() => {
    // Two windows side by side: the one that is turned to may be behind, though it was visible all the time.
    const onFocus = () => void refetch();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [refetch]);

  if (!shared || step === null) {
    return (
      <SetupFrame rail={<WizardRail current={asked ?? 'destination'} reachable="welcome" />}>
        {load.error ? <LoadError load={load} title="The set-up could not be read" /> : <WizardSkeleton />}
      </SetupFrame>
    );
  }
  const StepView = stepViews[step];
  const reachable: Screen = shared.state.isComplete ? 'launch' : furthest(step, shared.state.step);
  return (
    <WizardContext value={shared}>
      <SetupFrame
        wayOut={
          shared.state.isComplete && (
            <LinkButton href="/" variant="quiet">
              Overview
            </LinkButton>
          )
        }
        rail={
          <WizardRail
            current={step}
            reachable={reachable}
            onOpen={(screen) => screen !== 'welcome' && leaveTo(screen)}
          />
        }
      >
        <Announcer>
          {step !== 'launch' && <RunningNotice />}
          <Suspense fallback={<WizardSkeleton />}>
            <StepView key={step} />
          </Suspense>
        </Announcer>
      </SetupFrame>
    </WizardContext>
  );
}

function furthest(shown: WizardStep, open: WizardStep): WizardStep {
  return screens.indexOf(shown) > screens.indexOf(open) ? shown : open;
}
