import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ScrapeTarget } from '../vmagent/targets';

export const isFresh = ({ lastScrapeAtMs }: ScrapeTarget, sinceMs: number) =>
  lastScrapeAtMs !== null && lastScrapeAtMs >= sinceMs;

/** Those of the services that vmagent could not read at its latest try. @param sinceMs earlier tries do not count */
export function silentOf(
  services: readonly ServiceName[],
  targets: readonly ScrapeTarget[],
  sinceMs: number,
) {
  return services.flatMap((service) => {
    const own = targets.filter(({ job }) => job === service);
    const isSilent = own.length > 0 && own.every((one) => one.state === 'down' && isFresh(one, sinceMs));
    const atMs = Math.max(...own.map(({ lastScrapeAtMs }) => lastScrapeAtMs ?? 0));
    return isSilent ? [{ service, atMs, lastError: own[0]?.lastError ?? 'no reason given' }] : [];
  });
}

/** Why nothing of it arrives, in a sentence. */
export const silentWords = ({ lastError }: { lastError: string }) => `vmagent cannot read it: ${lastError}.`;
