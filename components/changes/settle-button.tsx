'use client';

import { type ReactNode, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { FileDiffs } from '@/components/forms/file-diffs';
import { WaitingChoice } from '@/components/forms/waiting-choice';
import { Button, type ButtonLook } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Question } from '@/components/ui/dialog';
import { type Settlement, useSettle } from '@/lib/queries/changes';
import { useSnapshot } from '@/lib/queries/snapshot';
import { bufferChoices } from '@/lib/schemas/plain';
import type { BufferChoice } from '@/lib/schemas/settings/settings';

export interface SettleProps {
  /** The state of the files that is shown. */
  revision: string;
  onStarted: (taskId: string | null) => void;
  /** The files changed since they were shown. */
  onConflict: () => void;
}

interface SettleButtonProps extends SettleProps, ButtonLook {
  how: Settlement;
  label: string;
  question: string;
  /** What it means, said before it is done. */
  children: ReactNode;
}

/** One way to bring files and containers together; asked once more before it is done. */
export function SettleButton(props: SettleButtonProps) {
  const { how, label, question, variant, icon, revision, onStarted, onConflict, children } = props;
  const [isAsked, setIsAsked] = useState(false);
  // What changes while the question stands must not slip in under it; the answer is refused then.
  const [askedOn, setAskedOn] = useState<string | null>(null);
  const settle = useSettle();
  const [waiting, setWaiting] = useState<BufferChoice>('deliver');
  const waitingBytes = useSnapshot(({ buffer }) => buffer.bytes) ?? null;
  const isConflict = settle.error?.code === 'revision-conflict';
  const othersChanges = settle.error?.files ?? [];

  // Only an edit of the destination's address leads to the question; then it is asked here.
  const isQuestion = settle.error?.fieldErrors.waiting !== undefined;

  function open() {
    setAskedOn(revision);
    setIsAsked(true);
  }

  function close() {
    setIsAsked(false);
    settle.reset();
  }

  const run = () =>
    settle.mutate(
      { how, revision: askedOn ?? revision, waiting: isQuestion ? waiting : undefined },
      {
        onSuccess: ({ taskId }) => {
          onStarted(taskId);
          close();
        },
        onError: ({ code }) => {
          if (code !== 'revision-conflict') return;
          setAskedOn(null);
          onConflict();
        },
      },
    );

  return (
    <>
      <Button variant={variant} icon={icon} onClick={open}>
        {label}
      </Button>
      <Question
        isOpen={isAsked}
        onClose={close}
        title={question}
        action={
          <Button
            variant={how === 'revert' ? 'danger' : 'primary'}
            isPending={settle.isPending}
            onClick={run}
          >
            {label}
          </Button>
        }
      >
        {children}
        {isQuestion && (
          <WaitingChoice
            waitingBytes={waitingBytes}
            choices={bufferChoices}
            value={waiting}
            onChange={setWaiting}
          />
        )}
        {isConflict ? (
          <Callout tone="waiting" role="alert" title="The files were changed once more in the meantime.">
            <p>Look at this before you go on:</p>
            <FileDiffs files={othersChanges} isOpen={othersChanges.length === 1} />
          </Callout>
        ) : (
          settle.error && !isQuestion && <ErrorNotice error={settle.error} title="Nothing was changed." />
        )}
      </Question>
    </>
  );
}
