import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Follower } from '../eye/eye';
import type { EngineReading } from '../read/engine-reader';
import type { createLogReader } from '../read/log-reader';
import { aside } from '../read/single-flight';
import type { VmagentReading } from '../read/vmagent-reader';
import { eyes } from '../sources/eyes';
import type { Blindness, Tellings } from '../sources/sources';
import type { SamplerPorts, StackSettings } from '../steps/ports';
import { createKeyWatch } from './key-watch';

interface Seen {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
}

/** What is known of sources by what their exporters say. */
interface Sight {
  blindness: Blindness;
  tellings: Tellings;
}

const LOG_MS = 60_000;
/** Longer than the exporter is waited for. */
const LIMIT_MS = 32_000;

interface Followed {
  asks: Follower['asks'];
  question: ReturnType<typeof aside>;
  key: ReturnType<typeof createKeyWatch>;
}

/** Another process has other things to say. */
function anew({ asks, question, key }: Followed): void {
  asks.forget();
  question.askAnew();
  key.forget();
}

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
      asks.hear(await ports.readExporter(id, asks.query), ports.now());
      onNews();
    });
    const key = createKeyWatch(ports, id, onNews);
    const service: ServiceName = sourceService(id);
    return [{ id, service, ...follower, question, key }];
  });

  const running = (service: ServiceName, { settings, engine }: Seen) =>
    settings.enabled.has(service)
      ? engine.containers?.find((one) => one.service === service && one.state === 'running')
      : undefined;

  return {
    /** Aside: an exporter that hangs must not hold up the sample. */
    tick(seen: Seen): void {
      for (const one of followed) {
        const container = running(one.service, seen);
        if (!container) {
          anew(one);
          continue;
        }
        const everyMs = one.asks.everyMs();
        if (everyMs !== null) one.question.ifDue(everyMs);
        if (eyes[one.id].outlivesKey) one.key.tick(container.startedAtMs);
      }
    },
    /** @param before what was known until now */
    look(seen: Seen, before: Sight): Sight {
      const now: Sight = { blindness: {}, tellings: {} };
      for (const { id, service, logKey, sight, tells, key } of followed) {
        const { settings, vmagent } = seen;
        if (!settings.enabled.has(service)) continue;
        const target = vmagent.targets.find(({ job }) => job === service);
        const lines = logs.lines(service, logKey(target), before.blindness[id] ? LOG_MS / 4 : LOG_MS);
        const container = running(service, seen);
        const isHeard = container === undefined || !logs.isRefused(service);
        const moment = lines &&
          isHeard && {
            lines,
            target,
            isRunning: container !== undefined,
            startedAtMs: container?.startedAtMs ?? null,
            expected: settings.expected[id] ?? [],
            clockSeconds: settings.clockSeconds[id],
            prices: settings.prices,
            nowMs: ports.now(),
          };
        now.blindness[id] = moment ? sight(moment) : before.blindness[id];
        now.tellings[id] = { ...(moment ? tells(moment) : before.tellings[id]), ...key.telling() };
      }
      return now;
    },
    /** @param service one that starts anew; null: each, as the clock was set that what they said is compared with */
    forget(service: ServiceName | null): void {
      for (const one of followed) if (service === null || one.service === service) anew(one);
    },
  };
}
