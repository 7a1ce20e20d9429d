'use client';

import { useQuery } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { LazyTaskPanel } from '@/components/feedback/lazy-task-panel';
import { RelativeTime } from '@/components/feedback/relative-time';
import { useNowMs } from '@/lib/queries/now';
import { useConnection, useSnapshot } from '@/lib/queries/snapshot';
import { taskQuery } from '@/lib/queries/tasks';
import { ActionButton } from './action-button';
import { HeroFigures } from './hero-figures';
import { HeroFrame } from './hero-frame';
import { verdictLook } from './verdict-look';

/** The answer: is my data arriving, and if not, what do I do? */
export function VerdictHero() {
  const verdict = useSnapshot((snapshot) => snapshot.verdict);
  const delivery = useSnapshot((snapshot) => snapshot.delivery.state);
  const isStale = useConnection((connection) => connection.phase === 'stale');
  const [taskId, setTaskId] = useState<string | null>(null);
  const look = verdict && delivery ? verdictLook(verdict.state, delivery) : null;
  const title = isStale ? 'No contact' : look?.word;

  // The tab says it too, for the one among many.
  useEffect(() => {
    if (title) document.title = `${title} · Weir`;
  }, [title]);

  if (!verdict || !look) return null;
  if (isStale) return <LostContact lastWord={look.word} />;
  return (
    <HeroFrame
      {...look}
      headline={verdict.headline}
      detail={verdict.detail}
      fix={verdict.fix}
      announcement={`${look.word}. ${verdict.headline}`}
    >
      <div className="flex flex-col gap-4 md:items-start lg:items-end">
        <HeroFigures />
        {verdict.action && <ActionButton action={verdict.action} onStarted={setTaskId} />}
      </div>
      {taskId && <StartedTask id={taskId} />}
    </HeroFrame>
  );
}

/** Its end is said for as long as somebody may still be reading; then the verdict says all. */
const SAID_MS = 60_000;

/** How far it is with what the button began, and then what was verified: the verdict may have moved on meanwhile. */
function StartedTask({ id }: { id: string }) {
  const { data: task } = useQuery(taskQuery(id));
  const nowMs = useNowMs();
  if (task?.finishedAtMs && nowMs - task.finishedAtMs > SAID_MS && task.state === 'succeeded') return null;
  return (
    <div className="w-full text-ink">
      <LazyTaskPanel id={id} />
    </div>
  );
}

/** Without news nothing is green: what was true may no longer be. */
function LostContact({ lastWord }: { lastWord: string }) {
  const atMs = useConnection(({ lastUpdateAtMs, clockOffsetMs }) =>
    lastUpdateAtMs === null ? null : lastUpdateAtMs + clockOffsetMs,
  );
  return (
    <HeroFrame
      tone="unknown"
      icon={WifiOff}
      word="Unknown"
      headline="This page has lost the panel."
      announcement="This page has lost the panel and is reconnecting."
      detail={
        <>
          {atMs === null ? (
            'It has not answered since this page was opened. '
          ) : (
            <>
              Last update <RelativeTime atMs={atMs} />, reconnecting. What it said then:{' '}
              {lastWord.toLowerCase()}.{' '}
            </>
          )}
          The pipeline goes on without the panel.
        </>
      }
    />
  );
}
