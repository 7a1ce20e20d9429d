import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { EngineReading } from '../read/engine-reader';
import type { createLogReader } from '../read/log-reader';
import { aside } from '../read/single-flight';
import type { VmagentReading } from '../read/vmagent-reader';
import { eyes } from '../sources/eyes';
import type { Blindness } from '../sources/sources';
import type { SamplerPorts, StackSettings } from '../steps/ports';

interface Seen {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
}

const LOG_MS = 60_000;
/** Longer than the exporter is waited for. */
const LIMIT_MS = 12_000;

/** Follows what exporters say, in their logs and when it is free to ask, of why their sources give nothing. Never rejects. */
export function createExporterWatch(
  ports: SamplerPorts,
  logs: ReturnType<typeof createLogReader>,
  onNews: () => void,
) {
  const followed = sourceIds.flatMap((id) => {
    const follower = eyes[id].follow?.();
    if (!follower) return [];
    const { asks } = follower;
    // What fails is left out: vmagent's own scrape of it says what is wrong.
    const question = aside(ports, LIMIT_MS, async () => {
      asks?.hear(await ports.readExporter(id), ports.now());
      onNews();
    });
    const service: ServiceName = sourceService(id);
    return [{ id, service, ...follower, question }];
  });

  const isRunning = (service: ServiceName, { settings, engine }: Seen) =>
    settings.enabled.has(service) &&
    (engine.containers?.some((one) => one.service === service && one.state === 'running') ?? false);

  return {
    /** Aside: an exporter that hangs must not hold up the sample. */
    tick(seen: Seen): void {
      for (const { service, asks, question } of followed) {
        if (!asks) continue;
        if (isRunning(service, seen)) question.ifDue(asks.everyMs());
        else asks.forget();
      }
    },
    /** @param before what was known until now */
    blindness(seen: Seen, before: Blindness): Blindness {
      const sights = followed.map(({ id, service, logKey, sight }) => {
        if (!seen.settings.enabled.has(service)) return [id, undefined];
        const target = seen.vmagent.targets.find(({ job }) => job === service);
        const lines = logs.lines(service, logKey(target), before[id] ? LOG_MS / 4 : LOG_MS);
        if (!lines) return [id, before[id]];
        const clockSeconds = seen.settings.clockSeconds[id];
        const now = { isRunning: isRunning(service, seen), clockSeconds, nowMs: ports.now() };
        return [id, sight({ lines, target, ...now })];
      });
      return Object.fromEntries(sights);
    },
    /** @param service one that starts anew; null: each, as the clock was set that what they said is compared with */
    forget(service: ServiceName | null): void {
      for (const one of followed) if (service === null || one.service === service) one.asks?.forget();
    },
  };
}
