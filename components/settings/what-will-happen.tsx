'use client';

import { useEffect, useRef } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useAnnounce } from '@/components/forms/announcer';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { PreviewView } from '@/components/forms/preview-view';
import { SaveError } from '@/components/forms/save-error';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Spinner } from '@/components/ui/spinner';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { cn } from '@/lib/cn';
import { ApplyBar } from './apply-bar';
import { JumpToOutcome } from './jump-to-outcome';
import { Undo } from './undo';
import type { SettingsFormState } from './use-settings-form';

/** What the change would do, the button that does it, the steps as they run, and what was verified. */
export function WhatWillHappen({ state }: { state: SettingsFormState }) {
  const { isDirty, isBehind, job, isRunning } = state;
  // What was done before stays until something else is typed; what failed stays until it is tried again.
  const isTaskShown = job !== null && (job.ended === null || job.ended.state === 'failed' || !isDirty);
  const outcome = useRef<HTMLDivElement>(null);
  const isDone = isTaskShown && !isDirty;
  useKeptFocus(outcome);
  return (
    <div ref={outcome} tabIndex={-1} className="scroll-mt-20">
      {isDirty && !isRunning && <JumpToOutcome target={outcome} />}
      <Section
        title={isRunning ? 'What is happening' : isDone ? 'What happened' : 'What will happen'}
        className="border-line border-t pt-5"
      >
        {!isRunning && !isDone && <Preview state={state} />}
        {isBehind && !isRunning && (
          <Callout tone="info" title="The files were changed elsewhere since you began.">
            Apply shows you what changed first. What you entered is kept.
          </Callout>
        )}
        {state.change.is === 'saved' && job === null && !isDirty && (
          <Callout tone="arriving" title="The files say this already. Nothing had to be done." />
        )}
        <SaveError state={state.change} button="Apply" />
        {isTaskShown && (
          <ApplyProgress
            taskId={job.id}
            onEnd={state.onTaskEnd}
            action={job.isOwn && job.ended && <Undo task={job.ended} onStarted={state.follow} />}
          />
        )}
        {!isRunning && isDirty && <ApplyBar state={state} />}
      </Section>
    </div>
  );
}

function Preview({ state: { isDirty, isValid, live, isAtField } }: { state: SettingsFormState }) {
  const announce = useAnnounce();
  const spoken = live.isCurrent ? (live.preview?.words.join(' ') ?? '') : '';

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  if (!isDirty) {
    return (
      <p className="text-quiet text-sm">
        Nothing has been changed. What a change does is shown here before it is applied.
      </p>
    );
  }
  if (!isValid) {
    return <p className="text-quiet text-sm">Shown here once the form above is complete.</p>;
  }
  if (live.error) return <ErrorNotice error={live.error} title="The preview could not be made." />;
  if (!live.preview) {
    return (
      <p className="flex items-center gap-3 text-quiet text-sm">
        <Spinner className="text-accent" />
        Working it out…
      </p>
    );
  }
  const { words, files, problems } = live.preview;
  const isNothing = words.length === 0 && files.length === 0 && problems.length === 0;
  return (
    <div
      aria-busy={!live.isCurrent}
      className={cn('transition-opacity duration-150', !live.isCurrent && 'opacity-60')}
    >
      {isNothing ? (
        <p className="text-quiet text-sm">Nothing changes: the files say this already.</p>
      ) : (
        <PreviewView preview={live.preview} isAtField={isAtField} />
      )}
    </div>
  );
}
