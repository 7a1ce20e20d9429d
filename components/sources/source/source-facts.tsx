'use client';

import { Fact, Facts } from '@/components/feedback/facts';
import { RelativeTime } from '@/components/feedback/relative-time';
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
  const deliveredAtMs = useSnapshot((snapshot) => snapshot.delivery.lastSuccessAtMs) ?? null;
  return (
    <Facts>
      <Fact name="Series">{formatCount(source.samples)}</Fact>
      <Fact name="Rate">{formatRate(source.samplesPerSecond, 'samples')}</Fact>
      <Fact name="Newest sample here">
        <RelativeTime atMs={newestAtMs(targets)} />
      </Fact>
      {source.arrivedAtMs === undefined ? (
        <Fact name="Newest delivery, of all sources">
          <RelativeTime atMs={deliveredAtMs} />
        </Fact>
      ) : (
        <Fact name="Newest at the destination">
          <RelativeTime atMs={source.arrivedAtMs} fallback={NOTHING_ARRIVED} />
        </Fact>
      )}
    </Facts>
  );
}
