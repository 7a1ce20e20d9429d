'use client';

import { useQuery } from '@tanstack/react-query';
import { Play, RotateCw, RotateCwSquare, Square } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { isOutsideDocker } from '@/components/feedback/service-look';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { PlainText } from '@/components/ui/plain-text';
import { currentJobQuery } from '@/lib/queries/jobs';
import { useServiceAction } from '@/lib/queries/service-actions';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ServiceAction } from '@/lib/schemas/job';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import { canReload, consequence } from './consequences';

const VERBS = {
  start: { label: 'Start', icon: Play },
  stop: { label: 'Stop', icon: Square },
  restart: { label: 'Restart', icon: RotateCw },
  reload: { label: 'Reload', icon: RotateCwSquare },
} as const;

function offered({ name, state }: ServiceSample): ServiceAction[] {
  if (state === 'running' || state === 'restarting' || state === 'paused') {
    return canReload(name) ? ['reload', 'restart', 'stop'] : ['restart', 'stop'];
  }
  return ['start'];
}

interface ServiceActionsProps {
  service: ServiceSample;
  /** Gets the id of the job that an action has become. */
  onStarted: (jobId: string) => void;
}

/** What can be done with a service; what that means is said before it is done. */
export function ServiceActions({ service, onStarted }: ServiceActionsProps) {
  const [asked, setAsked] = useState<ServiceAction | null>(null);
  const snapshot = useSnapshot((whole) => whole);
  const running = useQuery(currentJobQuery()).data;
  const { mutate, isPending, error, reset } = useServiceAction(service.name);

  const why = reasonNot(service, snapshot?.engine.state, running?.state === 'running' ? running.title : null);
  if (why) {
    return (
      <p className="flex min-h-11 items-center text-quiet text-sm">
        <span>
          <PlainText text={why} />
        </span>
      </p>
    );
  }
  const close = () => {
    setAsked(null);
    reset();
  };
  const run = (action: ServiceAction) =>
    mutate(action, {
      onSuccess: ({ jobId }) => {
        close();
        onStarted(jobId);
      },
    });

  return (
    <div className="flex flex-wrap gap-3">
      {offered(service).map((action) => {
        const { label, icon: Icon } = VERBS[action];
        return (
          <Button
            key={action}
            icon={<Icon aria-hidden="true" className="size-4" />}
            onClick={() => setAsked(action)}
          >
            {label}
          </Button>
        );
      })}
      <Dialog
        isOpen={asked !== null}
        onClose={close}
        title={asked ? `${VERBS[asked].label} ${service.name}?` : ''}
        actions={
          asked && (
            <>
              <Button onClick={close}>Cancel</Button>
              <Button
                variant={asked === 'stop' ? 'danger' : 'primary'}
                isPending={isPending}
                onClick={() => run(asked)}
              >
                {VERBS[asked].label} {service.name}
              </Button>
            </>
          )
        }
      >
        {asked && snapshot && <p>{consequence(service.name, asked, snapshot)}</p>}
        {error && <ErrorNotice error={error} />}
      </Dialog>
    </div>
  );
}

function reasonNot(
  service: ServiceSample,
  engine: string | undefined,
  runningTitle: string | null,
): string | null {
  const { name, enabled, state } = service;
  if (isOutsideDocker(service)) {
    return 'This is the panel itself. It was started directly on this machine, outside Docker: there is no container to show or restart.';
  }
  if (name === 'weir') {
    return 'This is the panel itself: it cannot stop or restart itself. On the Pi, `compose/up` starts it anew.';
  }
  if (engine !== 'up') return 'Nothing can be done from here while the Docker engine cannot be used.';
  if (!enabled && state === 'absent') return 'It is switched off in the set-up.';
  if (runningTitle) return `Wait: “${runningTitle}” is running. One thing is done at a time.`;
  return null;
}
