'use client';

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { showToast } from '@/lib/client/toasts';
import { currentTaskQuery } from '@/lib/queries/tasks';

/** Says how a task ended to whoever has left its page in the meantime. */
export function TaskWatcher() {
  const task = useQuery(currentTaskQuery()).data;
  const pathname = usePathname();
  const runningId = useRef<string | null>(null);

  useEffect(() => {
    if (task?.state === 'running') runningId.current = task.id;
    if (!task || task.state === 'running' || runningId.current !== task.id) return;
    runningId.current = null;
    if (task.service && pathname === `/services/${task.service}`) return;
    // These pages say it themselves, with what was verified.
    if (task.kind === 'apply' && /^\/(settings\/|revisions\/|changes$)/.test(pathname)) return;
    if (task.kind === 'backup' && pathname === '/settings/backup') return;
    const isDone = task.state === 'succeeded';
    showToast({
      tone: isDone ? 'arriving' : task.error?.code === 'given-up' ? 'info' : 'losing',
      title: isDone ? task.title : `${task.title}: not done`,
      detail: isDone ? (task.outcome ?? undefined) : task.error?.message,
    });
  }, [task, pathname]);

  return null;
}
