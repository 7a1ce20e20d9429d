import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Blind, Follower, Telling } from '../eye/eye';
import type { EngineReading } from '../read/engine-reader';
import type { createLogReader } from '../read/log-reader';
import { aside } from '../read/single-flight';
import type { VmagentReading } from '../read/vmagent-reader';
import { eyes } from '../sources/eyes';
import type { Blindness, Tellings } from '../sources/sources';
import type { SamplerPorts, StackSettings } from '../steps/ports';

interface Seen {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
}

type Question = ReturnType<typeof aside>;

/** Whether its cloud lets the key of a source in, as it was asked last. */
interface Key {
  question: Question;
  refusal: Blind | null;
}

/** What is known of sources by what their exporters say. */
interface Sight {
  blindness: Blindness;
  tellings: Tellings;
}

const LOG_MS = 60_000;
/** Longer than the exporter is waited for. */
const LIMIT_MS = 32_000;

/** A key that was deleted is told before the second round of an exporter that asks as seldom as usual. */
const KEY_MS = 5 * 60_000;

/** Another process has other things to say. */
function anew({ asks, question, key }: { asks: Follower['asks']; question: Question; key: Key }): void {
  asks.forget();
  question.askAnew();
  key.refusal = null;
  key.question.askAnew();
}

const refusedKey = ({ refusal }: Key): Pick<Telling, 'refusedKey'> => {
  if (refusal === null) return {};
  const { words: message, fix, cause } = refusal;
  return { refusedKey: { message, ...(fix && { fix }), ...(cause && { cause }) } };
};

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
    const key: Key = {
      refusal: null,
      question: aside(ports, LIMIT_MS, async () => {
        const refusal = await ports.askKey(id);
        if (refusal !== undefined) key.refusal = refusal;
        onNews();
      }),
    };
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
      for (const { id, service, asks, question, key } of followed) {
        const everyMs = asks.everyMs();
        if (!running(service, seen)) {
          anew({ asks, question, key });
          continue;
        }
        if (everyMs !== null) question.ifDue(everyMs);
        if (eyes[id].outlivesKey) key.question.ifDue(KEY_MS);
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
        now.tellings[id] = { ...(moment ? tells(moment) : before.tellings[id]), ...refusedKey(key) };
      }
      return now;
    },
    /** @param service one that starts anew; null: each, as the clock was set that what they said is compared with */
    forget(service: ServiceName | null): void {
      for (const one of followed) if (service === null || one.service === service) anew(one);
    },
  };
}
