'use client';

import { severityLooks } from '@/components/feedback/severity-look';
import { PlainText } from '@/components/ui/plain-text';
import { StatePill } from '@/components/ui/state-pill';
import { cn } from '@/lib/cn';
import { formatDateTime, plural } from '@/lib/format';
import { useNowMs } from '@/lib/queries/now';
import type { TimelineEvent } from '@/lib/schemas/event';
import { bufferedWords, durationWords, lostWords, spanWords } from './event-words';

/** What happened, from when to when, what waited and what was lost. */
export function EventRow({ event }: { event: TimelineEvent }) {
  const nowMs = useNowMs();
  const { icon: Icon, text, word } = severityLooks[event.severity];
  const duration = durationWords(event, event.toMs === null ? nowMs : 0);
  const buffered = bufferedWords(event);
  const lost = lostWords(event);
  return (
    <li id={event.id} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[11rem_1fr]">
      <p className="text-quiet text-sm">
        <time dateTime={new Date(event.fromMs).toISOString()} title={formatDateTime(event.fromMs)}>
          {spanWords(event)}
        </time>
        {duration && <span className="block">{duration}</span>}
      </p>
      <div className="flex min-w-0 gap-3">
        <Icon aria-hidden="true" className={cn('mt-0.5 size-5 shrink-0', text)} />
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 font-strong text-sm">
              <span className="sr-only">{word}: </span>
              {event.title}
            </span>
            {event.toMs === null && (
              <StatePill tone={event.severity === 'losing' ? 'losing' : 'waiting'} word="Not over" />
            )}
            {event.times > 1 && (
              <span className="text-quiet text-xs">came {plural(event.times, 'time')}</span>
            )}
          </p>
          {event.detail && (
            <p className="text-quiet text-sm">
              <PlainText text={event.detail} />
            </p>
          )}
          {(buffered || lost) && (
            <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
              {buffered && <Figure name="Waited at most" value={buffered} />}
              {lost && <Figure name="Lost" value={lost} />}
            </dl>
          )}
        </div>
      </div>
    </li>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex gap-2">
      <dt className="text-quiet">{name}</dt>
      <dd className="font-strong">{value}</dd>
    </div>
  );
}
