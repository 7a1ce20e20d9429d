import 'server-only';
import { sourceService } from '@/lib/pipeline/components';
import type { ServiceName, SourceId, SourceSample } from '@/lib/schemas/snapshot';
import { startServiceAction } from '../containers/service-actions';
import { AppError } from '../errors';
import { logger } from '../logger';
import { HUNG } from '../sampler/eye/eye';

/** Longer than an answer that is late after all. */
const LONG_MS = 60_000;
/** Each restart begins a round, which may be billed. */
const AGAIN_MS = 86_400_000;

/** Whether its exporter waits for an answer that does not come: it asks nobody until it is started anew. */
function isHung({ state, parts = [] }: SourceSample): boolean {
  return state === 'blind' && parts.length > 0 && parts.every(({ kind }) => HUNG.includes(kind ?? ''));
}

/**
 * Restarts an exporter that waits for ever, once; again only where it has given data since, and a day later.
 * @param restart false: not now
 * @returns hears of the sources as they are now
 */
export function createHungWatch(restart: (service: ServiceName) => boolean) {
  const since = new Map<SourceId, number>();
  const restarted = new Map<SourceId, { atMs: number; hasGiven: boolean }>();
  return (sources: readonly SourceSample[], atMs: number): void => {
    for (const source of sources) {
      const { id } = source;
      if (!isHung(source)) {
        since.delete(id);
        const last = restarted.get(id);
        if (last && source.state !== 'blind' && source.state !== 'pending') last.hasGiven = true;
        continue;
      }
      const sinceMs = since.get(id) ?? atMs;
      since.set(id, sinceMs);
      const last = restarted.get(id);
      const mayAgain = !last || (last.hasGiven && atMs - last.atMs >= AGAIN_MS);
      if (!mayAgain || atMs - sinceMs < LONG_MS) continue;
      if (restart(sourceService(id))) restarted.set(id, { atMs, hasGiven: false });
    }
  };
}

/** As a task, which the timeline shows; not beside another. */
export function restartHung(service: ServiceName): boolean {
  try {
    startServiceAction(service, 'restart', 'it waits for an answer that does not come');
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'task-running')
      logger().warn({ err: error }, 'an exporter that waits for ever could not be restarted');
    return false;
  }
}
