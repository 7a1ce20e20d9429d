import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { hub } from '../sampler/hub';

/** An idle panel samples every 15 s; who asks gets what is no older than a watched one would show. */
const FRESH_MS = 2000;

/** The newest snapshot as it is, for the first drawing of a page: at most 15 s old, and never waited for. */
export function lastOverview(): Snapshot {
  return hub().snapshot();
}

/** The snapshot, taken anew when the last one is older than two seconds. Many askers share one reading. */
export async function readOverview(): Promise<Snapshot> {
  if (Date.now() - hub().snapshot().atMs > FRESH_MS) await hub().refresh();
  return hub().snapshot();
}
