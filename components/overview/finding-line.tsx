'use client';

import { ArrowRight, ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { LazyTaskPanel } from '@/components/feedback/lazy-task-panel';
import { RelativeTime } from '@/components/feedback/relative-time';
import { severityLooks } from '@/components/feedback/severity-look';
import { AppLink } from '@/components/ui/app-link';
import { PlainText } from '@/components/ui/plain-text';
import { useLater } from '@/components/ui/use-later';
import { cn } from '@/lib/cn';
import type { Finding } from '@/lib/schemas/snapshot';
import { ActionButton } from './action-button';
import { placeWords } from './place-words';

/** Rarely needed: no part of what the page loads first. */
const loadAcknowledge = () => import('./acknowledge').then(({ Acknowledge }) => Acknowledge);

interface FindingLineProps {
  finding: Finding;
  /** The most severe of what comes of it, or it itself: says what it means for the data. */
  worst?: Finding;
  /** From the start: the worst one, where the verdict has not said what to do. */
  isOpen?: boolean;
}

/** One finding: a line that opens. */
export function FindingLine({ finding, worst = finding, isOpen = false }: FindingLineProps) {
  const { icon: Icon, text, word } = severityLooks[worst.severity];
  // Once it is there it stays as the reader left it: what comes after must not close what is being read.
  const [isOpenAtFirst] = useState(isOpen);
  const { component: Acknowledge, want } = useLater(loadAcknowledge);
  const isTold = finding.because === null && worst.severity !== 'info';

  useEffect(() => {
    if (isOpenAtFirst) want();
  }, [isOpenAtFirst, want]);

  return (
    <details open={isOpenAtFirst} onToggle={want} className="group/line">
      <summary className="touch flex items-center gap-3 px-4 py-2.5 hover:bg-sunken">
        <Icon aria-hidden="true" className={cn('size-5 shrink-0', text)} />
        <span className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row sm:items-baseline">
          <span className="min-w-0 flex-1">
            <span className="sr-only">{word}: </span>
            {finding.title}
          </span>
          <span className="shrink-0 text-quiet text-xs">
            <RelativeTime atMs={finding.sinceMs} fallback="" />
          </span>
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-quiet transition-transform duration-150 group-open/line:rotate-180"
        />
      </summary>
      <dl className="grid gap-x-4 gap-y-2 px-4 pt-1 pb-4 text-sm sm:grid-cols-[8rem_1fr] sm:pl-12">
        <dt className="text-quiet">For your data</dt>
        <dd>{worst.consequence}</dd>
        <dt className="text-quiet">What to do</dt>
        <dd className="flex flex-col items-start gap-2">
          <span>
            <PlainText text={finding.fix} />
          </span>
          <WhatToDo finding={finding} />
        </dd>
        {finding.evidence && (
          <>
            <dt className="text-quiet">What was seen</dt>
            <dd className="overflow-x-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2.5 font-mono text-xs">
              {finding.evidence}
            </dd>
          </>
        )}
      </dl>
      {isTold && Acknowledge && <Acknowledge findingId={finding.id} />}
    </details>
  );
}

/** The button that does it, how far that is, and the page where more can be seen. */
function WhatToDo({ finding: { action, href } }: { finding: Finding }) {
  const [taskId, setTaskId] = useState<string | null>(null);
  const isDone = action !== null && action.kind !== 'link';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 empty:hidden">
        {isDone && <ActionButton action={action} variant="secondary" size="md" onStarted={setTaskId} />}
        {href && (
          <AppLink
            href={href}
            className="touch inline-flex items-center gap-1.5 font-strong text-accent underline-offset-4 hover:underline"
          >
            Open {placeWords(href)}
            <ArrowRight aria-hidden="true" className="size-4" />
          </AppLink>
        )}
      </div>
      {taskId && (
        <div className="w-full">
          <LazyTaskPanel id={taskId} />
        </div>
      )}
    </>
  );
}
