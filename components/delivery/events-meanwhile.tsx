import type { ChartSpan } from '@/components/charts/chart-data';
import { severityLooks } from '@/components/feedback/severity-look';
import { AppLink } from '@/components/ui/app-link';
import { Section } from '@/components/ui/card';
import { cn } from '@/lib/cn';
import { formatDuration } from '@/lib/duration';
import { formatTimeOfDay } from '@/lib/format';
import type { TimelineEvent } from '@/lib/schemas/event';

const MOST = 8;

interface EventsMeanwhileProps {
  /** Undefined: not known, or not yet. */
  events: readonly TimelineEvent[] | undefined;
  hasFailed: boolean;
  span: ChartSpan;
}

/** In words what the marks on the charts stand for. */
export function EventsMeanwhile({ events, hasFailed, span }: EventsMeanwhileProps) {
  const meanwhile = events?.filter(({ toMs }) => toMs === null || toMs >= span.fromMs);
  return (
    <Section
      title="What happened meanwhile"
      aside={
        <AppLink
          href="/events"
          className="touch inline-flex shrink-0 items-center text-accent text-sm underline-offset-4 hover:underline"
        >
          All events
        </AppLink>
      }
    >
      {!meanwhile?.length ? (
        <p className="min-h-5 text-quiet text-sm">{nothingWords(meanwhile !== undefined, hasFailed)}</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
          {meanwhile.slice(0, MOST).map((event) => (
            <Line key={event.id} event={event} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function nothingWords(isKnown: boolean, hasFailed: boolean): string {
  if (isKnown) return 'Nothing. The charts have no marks.';
  return hasFailed ? 'The events could not be read, so the charts have no marks.' : '';
}

function Line({ event: { severity, title, fromMs, toMs } }: { event: TimelineEvent }) {
  const { icon: Icon, text, word } = severityLooks[severity];
  const seconds = toMs === null ? null : (toMs - fromMs) / 1000;
  return (
    <li className="flex items-start gap-3 px-4 py-2.5 text-sm">
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', text)} />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{word}: </span>
        {title}
      </span>
      <span className="figure shrink-0 text-quiet">
        {formatTimeOfDay(fromMs)}
        {seconds === null ? ', not over' : seconds >= 1 ? `, ${formatDuration(seconds)}` : ''}
      </span>
    </li>
  );
}
