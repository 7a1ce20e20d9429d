'use client';

import { Fact, Facts } from '@/components/feedback/facts';
import { RelativeTime } from '@/components/feedback/relative-time';
import { AppLink } from '@/components/ui/app-link';
import { formatCount, formatRate } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { SourceSample, TargetSample } from '@/lib/schemas/snapshot';
import { NOTHING_ARRIVED, newestAtMs } from '../state/source-words';

interface SourceFactsProps {
  source: SourceSample;
  targets: TargetSample[];
}

/** How much, how fast, how new, here and at the destination. */
export function SourceFacts({ source, targets }: SourceFactsProps) {
  const isOutside = useSnapshot(({ destination }) => destination.kind !== 'local');
  const deliveredAtMs = useSnapshot((snapshot) => snapshot.delivery.lastSuccessAtMs) ?? null;
  return (
    <Facts>
      <Fact name="Series">{formatCount(source.samples)}</Fact>
      <Fact name="Rate">{formatRate(source.samplesPerSecond, 'samples')}</Fact>
      <Fact name="Newest sample here">
        <RelativeTime atMs={newestAtMs(targets)} />
      </Fact>
      {source.arrivedAtMs === undefined ? (
        <>
          <Fact name="Newest delivery, of all sources">
            <RelativeTime atMs={deliveredAtMs} />
          </Fact>
          {isOutside && (
            <Fact name="Newest at the destination">
              <AppLink href="/settings/proof" className="text-accent underline-offset-4 hover:underline">
                Not asked: a token for reading tells
              </AppLink>
            </Fact>
          )}
        </>
      ) : (
        <Fact name="Newest at the destination">
          <RelativeTime atMs={source.arrivedAtMs} fallback={NOTHING_ARRIVED} />
        </Fact>
      )}
    </Facts>
  );
}
