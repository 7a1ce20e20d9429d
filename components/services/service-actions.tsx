'use client';

import { useQuery } from '@tanstack/react-query';
import { Play, RotateCw, RotateCwSquare, Square } from 'lucide-react';
import { ActButton } from '@/components/feedback/act-button';
import { canReload } from '@/components/feedback/service-consequences';
import { isOutsideDocker } from '@/components/feedback/service-look';
import { PlainText } from '@/components/ui/plain-text';
import { useSnapshot } from '@/lib/queries/snapshot';
import { currentTaskQuery } from '@/lib/queries/tasks';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import type { ServiceAction } from '@/lib/schemas/task';

const LOOKS = {
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
  /** Gets the id of the task that an action has become. */
  onStarted: (taskId: string) => void;
}

export function ServiceActions({ service, onStarted }: ServiceActionsProps) {
  const engine = useSnapshot((snapshot) => snapshot.engine.state);
  const running = useQuery(currentTaskQuery()).data;

  const why = reasonNot(service, engine, running?.state === 'running' ? running.title : null);
  if (why) {
    return (
      <p className="flex min-h-11 items-center text-quiet text-sm">
        <span>
          <PlainText text={why} />
        </span>
      </p>
    );
  }
  return (
    <div className="flex flex-wrap gap-3">
      {offered(service).map((action) => {
        const { label, icon: Icon } = LOOKS[action];
        return (
          <ActButton
            key={action}
            act={{ kind: 'service', service: service.name, action }}
            label={label}
            icon={Icon}
            onStarted={onStarted}
          />
        );
      })}
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
