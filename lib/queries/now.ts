import { useSyncExternalStore } from 'react';
import { clockNow, subscribeClock } from '@/lib/client/clock';
import { useConnection } from './snapshot';

/**
 * Now, by the Pi's clock, to the second: what every time in a snapshot is compared with. 0 while the page is drawn on
 * the server, where nobody's now is known.
 */
export function useNowMs(): number {
  const offsetMs = useConnection((connection) => connection.clockOffsetMs);
  const localMs = useSyncExternalStore(subscribeClock, clockNow, () => 0);
  return localMs === 0 ? 0 : localMs + offsetMs;
}
