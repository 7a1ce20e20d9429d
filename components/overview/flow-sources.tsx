import { sourceLooks, sourceStates } from '@/components/feedback/source-look';
import { StatePill } from '@/components/ui/state-pill';
import { cn } from '@/lib/cn';
import { formatCount, formatNumber, UNKNOWN } from '@/lib/format';
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
  const { name, icon: Icon } = sourceLooks[source.id];
  const { tone, word } = sourceStates[source.state];
  const isOff = source.state === 'off';
  return (
    <div
      title={source.message ?? undefined}
      className={cn(
        'grid w-full min-w-0 grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5 rounded-md border p-2.5 lg:gap-x-3 lg:gap-y-0 lg:p-3',
        isOff ? 'border-line border-dashed text-quiet' : 'border-line bg-raised',
      )}
    >
      <Icon aria-hidden="true" className="size-5 text-quiet lg:row-span-2" />
      <span
        className={cn(
          'col-span-2 truncate text-sm lg:col-span-1',
          !isOff && 'font-strong',
          isOff && 'lg:col-span-2',
        )}
      >
        {name}
      </span>
      <span className="col-span-2 row-start-2 lg:col-span-1 lg:col-start-2">
        {isOff ? (
          <span className="text-xs">Off</span>
        ) : (
          <StatePill tone={tone} word={word} isBare className="gap-1" />
        )}
      </span>
      {!isOff && <Figures source={source} />}
    </div>
  );
}

function Figures({ source: { samplesPerSecond, samples } }: { source: SourceSample }) {
  return (
    <span className="col-start-3 row-start-2 flex flex-col items-end text-xs lg:row-span-2 lg:row-start-1">
      {samplesPerSecond === null ? (
        <span className="figure text-quiet">{UNKNOWN}</span>
      ) : (
        <span className="figure">
          <span className="font-strong text-sm">{formatNumber(samplesPerSecond)}</span>
          <span className="text-quiet">/s</span>
          <span className="sr-only"> samples per second</span>
        </span>
      )}
      {samples !== null && (
        <span className="figure hidden text-quiet lg:inline">{formatCount(samples)} series</span>
      )}
    </span>
  );
}
