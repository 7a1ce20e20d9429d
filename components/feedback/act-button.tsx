'use client';

import { useState } from 'react';
import { Button, type ButtonLook } from '@/components/ui/button';
import { PartMissing } from '@/components/ui/part-missing';
import { useLater } from '@/components/ui/use-later';
import { type Act, useAct } from '@/lib/queries/service-actions';
import { ErrorNotice } from './error-notice';

/** Of no use before the press, and so no part of what the page loads first. */
const loadQuestion = () => import('./act-question').then(({ ActQuestion }) => ActQuestion);

interface ActButtonProps extends ButtonLook {
  act: Act;
  label: string;
  /** What was asked for is on its way. */
  isRunning?: boolean;
  /** Gets the id of the task that it has become. */
  onStarted: (taskId: string) => void;
}

/** Does something with services. Where that costs anything, what it costs is said and asked about before. */
export function ActButton({ act, label, onStarted, isRunning = false, ...look }: ActButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { component: ActQuestion, want, isMissing } = useLater(loadQuestion);
  const { mutate, isPending, error, reset } = useAct();
  const asked = act.kind === 'service' && act.action !== 'start' ? act : null;
  const close = () => {
    setIsAsking(false);
    reset();
  };
  const run = () =>
    mutate(act, {
      onSuccess: ({ taskId }) => {
        close();
        onStarted(taskId);
      },
    });
  const ask = () => {
    want();
    setIsAsking(true);
  };
  return (
    <>
      <Button
        {...look}
        isPending={isPending || isRunning}
        onPointerEnter={asked ? want : undefined}
        onClick={asked ? ask : run}
      >
        {label}
      </Button>
      {error && !asked && <ErrorNotice error={error} className="w-full" />}
      {asked && ActQuestion && (
        <ActQuestion
          act={asked}
          isOpen={isAsking}
          onClose={close}
          onConfirm={run}
          isPending={isPending}
          error={error}
        />
      )}
      {isAsking && isMissing && <PartMissing title="What this does to your data could not be loaded." />}
    </>
  );
}
