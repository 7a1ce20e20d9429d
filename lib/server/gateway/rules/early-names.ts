import 'server-only';
import { sourceService } from '@/lib/pipeline/components';
import { label } from '../../docker/labels';
import { until } from '../../wait';
import { isMap } from '../read/asked';
import { EngineGone } from '../read/refusal';
import type { World } from './world';

/** So long before the socket for names was open, who asks on it may have been started. */
const EARLY_MS = 120_000;
/** After a reboot the engine answers nobody before it has started all containers. */
const PATIENCE_MS = 600_000;
const PAUSE_MS = 2_000;

/** @param startedAt as the engine writes it */
export function isEarly(startedAt: unknown, openedAtMs: number): boolean {
  const startedAtMs = Date.parse(String(startedAt));
  return startedAtMs < openedAtMs && startedAtMs > openedAtMs - EARLY_MS;
}

/**
 * cAdvisor looks for the engine once, when it starts. After a reboot it may have looked before the socket for names was
 * open, and would name no container for good: then it is started again.
 * @returns how many containers were
 */
export async function restartEarly({ engine, settings }: World, openedAtMs: number): Promise<number> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const labels = [`${label.project}=${settings.project}`, `${label.service}=${sourceService('containers')}`];
  const filters = JSON.stringify({ label: labels, status: ['running'] });
  const look = async () => {
    try {
      const listed = await engine.json(
        { method: 'GET', path: '/containers/json', query: { filters } },
        limit,
      );
      return listed as { Id: string }[];
    } catch (error) {
      if (error instanceof EngineGone && !limit.aborted) return null;
      throw error;
    }
  };
  const running = (await until(look, { everyMs: PAUSE_MS, atMostMs: PATIENCE_MS })) ?? [];
  let restarted = 0;
  for (const { Id } of running) {
    const seen = await engine.json({ method: 'GET', path: `/containers/${Id}/json` }, limit);
    const state = isMap(seen) && isMap(seen.State) ? seen.State : {};
    if (!isEarly(state.StartedAt, openedAtMs)) continue;
    await engine.json({ method: 'POST', path: `/containers/${Id}/restart` }, limit);
    restarted += 1;
  }
  return restarted;
}
