import 'server-only';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { DestinationSample, SourceId, SourceSample } from '@/lib/schemas/snapshot';
import type { Missing } from '@/lib/verdict/terms/missing';

/**
 * A 2XX is no delivery where the destination shows nothing of what it took. Of one outside it may be the token for reading
 * that shows another's.
 */
export const withMissing = (
  sample: DeliverySample,
  missing: readonly Missing[],
  { kind }: DestinationSample,
): DeliverySample =>
  sample.state !== 'losing' && missing.some(({ source }) => source === null)
    ? { ...sample, state: kind === 'local' ? 'losing' : 'unknown' }
    : sample;

/** Each source with what the destination shows of it. */
export function withArrivals(
  sources: readonly SourceSample[],
  arrived: Partial<Record<SourceId, number | null>>,
  missing: readonly Missing[],
): SourceSample[] {
  return sources.map((source): SourceSample => {
    const arrivedAtMs = arrived[source.id];
    if (arrivedAtMs === undefined || source.state === 'off') return source;
    const isLost = missing.some((one) => one.source === null || one.source === source.id);
    return { ...source, arrivedAtMs, ...(isLost && { isLost }) };
  });
}
