'use client';

import { useState } from 'react';
import { Button, type ButtonLook } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { type Act, useAct } from '@/lib/queries/service-actions';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ServiceAction } from '@/lib/schemas/task';
import { ErrorNotice } from './error-notice';
import { consequence } from './service-consequences';

interface ActButtonProps extends ButtonLook {
  act: Act;
  label: string;
  /** What was asked for is on its way. */
  isRunning?: boolean;
  /** Gets the id of the task that it has become. */
  onStarted: (taskId: string) => void;
}

const VERBS: Record<ServiceAction, string> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  reload: 'Reload',
};

/** Does something with services. Where that costs anything, what it costs is said and asked about before. */
export function ActButton({ act, label, onStarted, isRunning = false, ...look }: ActButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const snapshot = useSnapshot((whole) => whole);
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
  const name = asked ? `${VERBS[asked.action]} ${asked.service}` : label;
  return (
    <>
      <Button {...look} isPending={isPending || isRunning} onClick={asked ? () => setIsAsking(true) : run}>
        {label}
      </Button>
      {error && !asked && <ErrorNotice error={error} className="w-full" />}
      {asked && (
        <Question
          isOpen={isAsking}
          onClose={close}
          title={`${name}?`}
          action={
            <Button
              variant={asked.action === 'stop' ? 'danger' : 'primary'}
              isPending={isPending}
              onClick={run}
            >
              {name}
            </Button>
          }
        >
          {snapshot && <p>{consequence(asked.service, asked.action, snapshot)}</p>}
          {error && <ErrorNotice error={error} />}
        </Question>
      )}
    </>
  );
}
