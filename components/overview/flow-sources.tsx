import { RelativeTime } from '@/components/feedback/relative-time';
import { sourceIcons, sourceLook } from '@/components/feedback/source-look';
import { AppLink } from '@/components/ui/app-link';
import { StatePill } from '@/components/ui/state-pill';
import { cn } from '@/lib/cn';
import { formatCount, formatNumber, UNKNOWN } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import type { SourceSample } from '@/lib/schemas/snapshot';

/** One card a source, all of one height: the lines begin at their middles. */
export function FlowSources({ sources }: { sources: SourceSample[] }) {
  return (
    <ul className="grid grid-cols-2 gap-2 lg:auto-rows-fr lg:grid-cols-1 lg:gap-0">
      {sources.map((source) => (
        <li key={source.id} className="flex min-w-0 lg:py-1.5">
          <SourceCard source={source} />
        </li>
      ))}
    </ul>
  );
}

function SourceCard({ source }: { source: SourceSample }) {
  const Icon = sourceIcons[source.id];
  const { tone, word } = sourceLook(source);
  const isOff = source.state === 'off';
  // What a source that is down has brought at its last scrape says nothing about now.
  const last = source.state === 'down' ? null : source;
  return (
    <div
      title={source.message ?? undefined}
      className={cn(
        'relative flex w-full min-w-0 items-center gap-3 rounded-md border p-2.5 lg:p-3',
        isOff ? 'border-line border-dashed text-quiet' : 'border-line bg-raised',
      )}
    >
      <Icon aria-hidden="true" className="hidden size-5 shrink-0 text-quiet lg:block" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex items-center justify-between gap-2">
          <span className="flex min-w-0 items-center gap-2">
            <Icon aria-hidden="true" className="size-5 shrink-0 text-quiet lg:hidden" />
            <AppLink
              href={`/sources/${source.id}`}
              className={cn('truncate text-sm after:absolute after:inset-0', !isOff && 'font-strong')}
            >
              {sourceWords(source.id)}
            </AppLink>
          </span>
          {!isOff && <Rate perSecond={last?.samplesPerSecond ?? null} className="hidden lg:inline" />}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-x-2">
          {isOff ? (
            <span className="text-xs">Off</span>
          ) : (
            <StatePill tone={tone} word={word} isBare className="gap-1" />
          )}
          {!isOff && <Rate perSecond={last?.samplesPerSecond ?? null} className="lg:hidden" />}
          {last !== null && last.samples !== null && (
            <span className="figure hidden text-quiet text-xs lg:inline">
              {formatCount(last.samples)} series
            </span>
          )}
        </div>
        {!isOff && <NewestThere atMs={source.arrivedAtMs} />}
      </div>
    </div>
  );
}

/** How old the newest sample is that the destination has; nothing where it is not asked. */
function NewestThere({ atMs }: { atMs: number | null | undefined }) {
  if (atMs === undefined) return null;
  return (
    <span className="figure text-quiet text-xs">
      {atMs === null ? (
        'None there in an hour'
      ) : (
        <>
          Newest there <RelativeTime atMs={atMs} />
        </>
      )}
    </span>
  );
}

function Rate({ perSecond, className }: { perSecond: number | null; className: string }) {
  if (perSecond === null)
    return <span className={cn('figure text-quiet text-xs', className)}>{UNKNOWN}</span>;
  return (
    <span className={cn('figure text-xs', className)}>
      <span className="font-strong text-sm">{formatNumber(perSecond)}</span>
      <span className="text-quiet">/s</span>
      <span className="sr-only"> samples per second</span>
    </span>
  );
}
