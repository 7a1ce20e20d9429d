'use client';

import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import type { ApiError } from '@/lib/client/api-fetch';
import type { Act } from '@/lib/queries/service-actions';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ServiceAction } from '@/lib/schemas/task';
import { ErrorNotice } from './error-notice';
import { consequence } from './service-consequences';

interface ActQuestionProps {
  act: Extract<Act, { kind: 'service' }>;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  isPending: boolean;
  /** Of the try before. */
  error: ApiError | null;
}

const VERBS: Record<ServiceAction, string> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  reload: 'Reload',
};

/** What an action costs, before it is done. */
export function ActQuestion({ act, isOpen, onClose, onConfirm, isPending, error }: ActQuestionProps) {
  const snapshot = useSnapshot((whole) => whole);
  const name = `${VERBS[act.action]} ${act.service}`;
  return (
    <Question
      isOpen={isOpen}
      onClose={onClose}
      title={`${name}?`}
      action={
        <Button
          variant={act.action === 'stop' ? 'danger' : 'primary'}
          isPending={isPending}
          onClick={onConfirm}
        >
          {name}
        </Button>
      }
    >
      {snapshot && <p>{consequence(act.service, act.action, snapshot)}</p>}
      {error && <ErrorNotice error={error} />}
    </Question>
  );
}
