import { ChevronRight } from 'lucide-react';
import { Figure } from '@/components/feedback/figure';
import { RelativeTime } from '@/components/feedback/relative-time';
import { sourceIcons, sourceLook } from '@/components/feedback/source-look';
import { AppLink } from '@/components/ui/app-link';
import { StatePill } from '@/components/ui/state-pill';
import { cn } from '@/lib/cn';
import { listed } from '@/lib/english';
import { formatCount, formatRate } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import type { SourceSample, TargetSample } from '@/lib/schemas/snapshot';
import { shortPrice } from './state/price-words';
import { lackingParts, NOTHING_ARRIVED, newestAtMs } from './state/source-words';

interface SourceCardsProps {
  sources: SourceSample[];
  targets: TargetSample[];
}

/** The sources, one card each, in their order; the whole card is the link. */
export function SourceCards({ sources, targets }: SourceCardsProps) {
  return (
    <ul className="grid gap-3 md:grid-cols-2">
      {sources.map((source) => (
        <li key={source.id} className="flex min-w-0">
          <SourceCard source={source} targets={targets.filter((target) => target.source === source.id)} />
        </li>
      ))}
    </ul>
  );
}

function SourceCard({ source, targets }: { source: SourceSample; targets: TargetSample[] }) {
  const Icon = sourceIcons[source.id];
  const isOff = source.state === 'off';
  const { arrivedAtMs } = source;
  return (
    <AppLink
      href={`/sources/${source.id}`}
      className={cn(
        'flex w-full min-w-0 flex-col gap-3 rounded-lg border p-4 hover:bg-sunken',
        isOff ? 'border-line border-dashed' : 'border-line bg-surface shadow-card',
      )}
    >
      <span className="flex items-center justify-between gap-3">
        <span className="flex min-w-0 items-center gap-2.5">
          <Icon aria-hidden="true" className="size-5 shrink-0 text-quiet" />
          <span className="font-strong">{sourceWords(source.id)}</span>
        </span>
        <span className="flex items-center gap-1.5">
          <StatePill {...sourceLook(source)} />
          <ChevronRight aria-hidden="true" className="size-4 text-quiet" />
        </span>
      </span>
      {isOff ? (
        <span className="text-quiet text-sm">Nothing of it is collected. Open it to switch it on.</span>
      ) : (
        <>
          <span
            className={cn(
              'grid gap-2',
              arrivedAtMs === undefined ? 'grid-cols-[1fr_1.5fr_1.5fr]' : 'grid-cols-2',
            )}
          >
            <Figure name="Series">{formatCount(source.samples)}</Figure>
            <Figure name="Rate">{formatRate(source.samplesPerSecond, 'samples')}</Figure>
            <Figure name="Newest sample">
              <RelativeTime atMs={newestAtMs(targets)} />
            </Figure>
            {arrivedAtMs !== undefined && (
              <Figure name="At the destination">
                <RelativeTime atMs={arrivedAtMs} fallback={NOTHING_ARRIVED} />
              </Figure>
            )}
          </span>
          <Notes source={source} />
        </>
      )}
    </AppLink>
  );
}

/** What is missing, and what it costs; nothing where there is neither. */
function Notes({ source }: { source: SourceSample }) {
  const lacking = lackingParts(source).map(({ name }) => name);
  const shown = lacking.length > 3 ? [...lacking.slice(0, 2), `${lacking.length - 2} more`] : lacking;
  const isAway = source.state === 'blind' || source.state === 'down';
  const told = source.refusedKey?.message ?? (isAway ? source.message : null);
  return (
    <span className="flex flex-col gap-1 text-sm empty:hidden">
      {told && <span className="break-words">{told}</span>}
      {shown.length > 0 && <span className="break-words">No data, or not all: {listed(shown)}.</span>}
      {source.dollarsPerMonth && (
        <span className="figure text-quiet">{shortPrice(source.dollarsPerMonth)}</span>
      )}
    </span>
  );
}
