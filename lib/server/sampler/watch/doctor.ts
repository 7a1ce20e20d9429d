import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { LeftOut, Silence, VerdictContext } from '@/lib/verdict/terms/types';
import {
  aggregationMessage,
  configMessage,
  crashMessage,
  type DeliveryWords,
  deliveryWords,
} from '../../vmagent/log';
import { type QueueDiscard, queueDiscard } from '../../vmagent/queue-log';
import type { EngineReading } from '../read/engine-reader';
import { createLogReader } from '../read/log-reader';
import type { VmagentReading } from '../read/vmagent-reader';
import type { Blindness, Tellings } from '../sources/sources';
import type { DeliveryMemory } from '../steps/delivery';
import { LINE_MS } from '../steps/failure';
import type { SamplerPorts, StackSettings } from '../steps/ports';
import { NO_SILENCE_MEMORY, silenceStep, silences } from '../steps/silence';
import { createExporterWatch } from './exporter-watch';
import { createMishaps } from './mishaps';

export interface Diagnosis {
  blindness: Blindness;
  tellings: Tellings;
  deliveryWords: DeliveryWords | null;
  configMessage: string | null;
  /** Samples that a vmagent that was started lately threw away; undefined: its log was not read yet. */
  queueDiscard: QueueDiscard | null | undefined;
  /** vmagent's last words before it ended by itself a short while ago. */
  crash: string | null;
  outOfMemory: readonly ServiceName[];
  missingImages: readonly LeftOut[];
  notStarted: VerdictContext['notStarted'];
  silences: readonly Silence[];
}

const NOTHING: Diagnosis = {
  blindness: {},
  tellings: {},
  deliveryWords: null,
  configMessage: null,
  queueDiscard: undefined,
  crash: null,
  outOfMemory: [],
  missingImages: [],
  notStarted: [],
  silences: [],
};

interface Seen {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
  delivery: DeliveryMemory;
  /** From when on a discard in vmagent's log counts, where that is before its start; null: from its start. */
  queueSinceMs: number | null;
}

/** Logs change little while the same thing stays wrong. */
const LOG_MS = 60_000;
const FAILURE_LOG_FIRST_MS = 3000;
const FIRST_WORD_MS = 1000;
/** A crash is worth a word for this long after vmagent is back. */
const CRASH_MS = 10 * 60_000;
/** vmagent opens its queue, and tells what is wrong with it, when it starts; a panel may see it a little later. */
const YOUNG_MS = 10 * 60_000;

/** Finds out why something does not work, from logs and from what is free to ask. Never rejects. */
export function createDoctor(ports: SamplerPorts, onNews: () => void) {
  const reading: Diagnosis = { ...NOTHING };
  const onWord = () => {
    diagnose();
    onNews();
  };
  const logs = createLogReader(ports, onWord);
  const exporters = createExporterWatch(ports, logs, onWord);
  let seen: Seen | null = null;
  let silence = NO_SILENCE_MEMORY;
  const mishaps = createMishaps(ports, onWord);

  function diagnoseVmagent({ delivery, vmagent, engine, queueSinceMs }: Seen): void {
    const { failure } = delivery;
    const { configOk, configErrors, aggregationOk, aggregationErrors } = vmagent.metrics ?? {};
    const isBroken = configOk === false || aggregationOk === false;
    const ended = endedByItself(vmagent, engine);
    const startedAtMs = vmagent.metrics?.startedAtMs ?? null;
    const isYoung = startedAtMs !== null && ports.now() - startedAtMs < YOUNG_MS;
    if (!failure && !isBroken && ended === null && !isYoung) {
      Object.assign(reading, { deliveryWords: null, configMessage: null, crash: null, queueDiscard: null });
      return;
    }
    const { kind, statusCode = null, toldFromMs } = failure ?? {};
    const about = [kind, statusCode, toldFromMs, isBroken, configErrors, aggregationErrors, ended];
    const key = [...about, isYoung && startedAtMs].join('-');
    const isOpen = failure !== null && reading.deliveryWords === null;
    const isCalm = !failure && !isBroken && ended === null;
    const lines = logs.lines('vmagent', key, isOpen ? FAILURE_LOG_FIRST_MS : isCalm ? LOG_MS : LINE_MS);
    // What another process of it has said before its end is over with it.
    const sinceMs = Math.max(toldFromMs ?? 0, vmagent.metrics?.startedAtMs ?? 0);
    reading.deliveryWords =
      lines && kind ? deliveryWords(lines, kind === 'rejected', statusCode, sinceMs) : null;
    const words = configOk === false ? configMessage : aggregationMessage;
    reading.configMessage = isBroken && lines ? words(lines) : null;
    const fromMs = Math.min(startedAtMs ?? 0, queueSinceMs ?? Number.POSITIVE_INFINITY);
    reading.queueDiscard = !isYoung ? null : lines ? queueDiscard(lines, fromMs) : undefined;
    reading.crash = ended !== null && lines ? crashMessage(lines, ports.now() - CRASH_MS) : null;
  }

  /** Tells one end from the next; null: it runs, and was not started again by the engine lately. */
  function endedByItself(
    { metrics }: VmagentReading,
    { containers, restarts }: EngineReading,
  ): string | null {
    const container = containers?.find(({ service }) => service === 'vmagent');
    if (!container) return null;
    const isAway = metrics === null && container.state !== 'paused';
    const isRestarted = (restarts.get('vmagent')?.seenAtMs.length ?? 0) > 0;
    return isAway || isRestarted ? `${container.state}-${container.startedAtMs}` : null;
  }

  function diagnose(): void {
    if (!seen) return;
    diagnoseVmagent(seen);
    Object.assign(reading, exporters.look(seen, reading));
    reading.outOfMemory = mishaps.outOfMemory();
    reading.missingImages = mishaps.missingImages();
    reading.notStarted = mishaps.notStarted();
    reading.silences = silences(silence, seen.vmagent.targets);
  }

  return {
    reading,
    /** A new failure is waited for a moment, so that the first word on it is the right one. */
    async tick(now: Seen): Promise<void> {
      seen = now;
      exporters.tick(now);
      silence = silenceStep(silence, now.vmagent.targets, now.engine.containers);
      mishaps.tick(now.settings, now.engine);
      diagnose();
      if (now.delivery.failure && !reading.deliveryWords) await logs.settled('vmagent', FIRST_WORD_MS);
    },
    onClockSet(): void {
      exporters.forget(null);
    },
    /** A service that starts anew has a new story. */
    onRestart(service: ServiceName, action: string): void {
      mishaps.onEvent(service, action);
      if (action === 'start' || action === 'die') logs.forget(service);
      if (action === 'start') exporters.forget(service);
    },
  };
}
