import 'server-only';
import type { DestinationSample } from '@/lib/schemas/snapshot';
import { readAheadOf } from '../remote-write/server-date';

/**
 * How far this machine's clock is ahead of the destination's, in ms; null: not known. The store on this Pi has the
 * same clock, so it is not asked.
 */
export async function readClockAhead({ kind, url }: DestinationSample): Promise<number | null> {
  const target = URL.parse(url);
  if (kind === 'local' || !target || !/^https?:$/.test(target.protocol)) return null;
  return readAheadOf(target);
}
