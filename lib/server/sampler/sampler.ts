import 'server-only';
import type { VerdictContext } from '@/lib/verdict/terms/types';
import { verdict } from '@/lib/verdict/verdict';
import { logger } from '../logger';
import { createLostCounter, type Lost } from '../recording/lost';
import type { Rings } from '../recording/rings';
import { assemble, fastestInterval } from './assemble';
import { createClock, createClockJump, createEventPause, createPace } from './clock';
import type { Hub } from './hub';
import { createEngineReader } from './read/engine-reader';
import { singleFlight } from './read/single-flight';
import { createVmagentReader } from './read/vmagent-reader';
import { createRecorder } from './recorder';
import { type BudgetReading, budgetReading, budgetStep, NO_BUDGET_MEMORY } from './steps/budget';
import { bufferStep, NO_BUFFER_MEMORY } from './steps/buffer';
import type { Balance } from './steps/buffer-loss';
import { deliverySample, deliveryStep, NO_DELIVERY_MEMORY } from './steps/delivery';
import { pausedUntil } from './steps/failure';
import type { SamplerPorts, StackEvent } from './steps/ports';
import { NO_SETTINGS } from './steps/unknown-snapshot';
import { createBufferKeeper } from './watch/buffer-keeper';
import { createDoctor } from './watch/doctor';
import { createWatches } from './watch/watches';

type Since = VerdictContext['previous'][number];

export interface Sampler {
  start(): void;
  stop(): void;
  lastTickSeconds(): number | null;
  budget(): BudgetReading;
  balance(): Balance | null;
  /** What vmagent threw away since the last call. */
  takeLost(): Lost;
  /** Findings that were open when the panel ended, and until when one that is found again is taken for the same. */
  resume(open: Since[], untilMs: number): void;
}

/** The one background task: reads everything on one clock, makes the snapshot, hands it to the hub and the rings. */
export function createSampler(ports: SamplerPorts, hub: Hub, rings: Rings): Sampler {
  const engine = createEngineReader(ports, () => publish());
  const vmagent = createVmagentReader(ports);
  const doctor = createDoctor(ports, () => publish());
  const { impostors, ...watches } = createWatches(ports, () => publish());
  const pace = createPace();
  const clockJump = createClockJump(ports);
  const stopping = new AbortController();
  let settings = NO_SETTINGS;
  let delivery = NO_DELIVERY_MEMORY;
  let buffer = NO_BUFFER_MEMORY;
  let budget = NO_BUDGET_MEMORY;
  let tickSeconds: number | null = null;
  /** Findings of the last verdict, for since when they hold. */
  let found: Since[] = [];
  let open: Since[] = [];
  let resumedUntilMs = 0;
  const lost = createLostCounter();
  const keeper = createBufferKeeper(ports);
  const recorder = createRecorder(rings);

  function publish(): void {
    // Until vmagent was asked its silence means nothing: the first snapshot stands.
    if (!vmagent.reading.isKnown) return;
    try {
      const nowMs = ports.now();
      const seen = { settings, engine: engine.reading, vmagent: vmagent.reading, delivery, buffer, budget };
      const own = { lateSeconds: pace.lateSeconds(), beingStarted: ports.beingStarted() };
      const told = { telling: ports.tellingFailures(), backups: ports.backups() };
      const asked = { ...doctor.reading, ...watches.readings() };
      const parts = { ...seen, ...own, ...told, ...asked };
      const { pipeline, context } = assemble(parts, nowMs);
      const resumed = nowMs < resumedUntilMs ? open : [];
      const judged = verdict(pipeline, { ...context, previous: [...resumed, ...found] });
      found = judged.findings;
      hub.publish({ ...pipeline, verdict: judged });
    } catch (error) {
      // Called from timers and events, where a throw would end the whole panel.
      logger().error({ err: error }, 'a snapshot could not be made');
    }
  }

  /** A Pi has no clock of its own: when it is set, times from before say nothing of how long ago that was. */
  function forgetOnClockJump(): void {
    const jumpMs = clockJump();
    if (jumpMs === 0) return;
    delivery = NO_DELIVERY_MEMORY;
    buffer = NO_BUFFER_MEMORY;
    budget = NO_BUDGET_MEMORY;
    keeper.onClockSet(jumpMs);
    found = found.map(({ id, sinceMs }) => ({ id, sinceMs: Math.round(sinceMs + jumpMs) }));
    doctor.onClockSet();
    watches.onClockSet();
  }

  function step(): void {
    forgetOnClockJump();
    const [nowMs, { metrics }] = [ports.now(), vmagent.reading];
    delivery = deliveryStep(delivery, metrics, nowMs, fastestInterval(vmagent.reading));
    lost.note(delivery.history, impostors.reading.impostor);
    impostors.tick(settings, metrics, (delivery.history.at(-1)?.by.delivered ?? 0) > 0);
    budget = budgetStep(budget, metrics, nowMs);
  }

  /** After the log was read: whether the buffer fills is told as the delivery is. */
  function stepBuffer() {
    const [nowMs, { metrics }] = [ports.now(), vmagent.reading];
    const pause = pausedUntil(doctor.reading.deliveryWords);
    const fastest = fastestInterval(vmagent.reading);
    const { sample } = deliverySample(delivery, metrics !== null, nowMs, fastest, pause);
    buffer = bufferStep(buffer, metrics, nowMs, sample.state, delivery.history);
    const isHeldUp = sample.state === 'waiting' || delivery.failuresSinceSuccess > 0;
    const gone = keeper.step(metrics, isHeldUp, doctor.reading.queueDiscard, nowMs);
    if (gone.length > 0) delivery = { ...delivery, losses: [...delivery.losses, ...gone] };
    for (const { bytes } of gone) lost.noteGone(bytes ?? 0);
    return sample;
  }

  /** After the containers: these come and go because the files say so, and are never judged by the files of before. */
  async function readSettings(): Promise<void> {
    try {
      settings = await ports.readSettings();
    } catch (error) {
      // A file that cannot be read keeps what it said before; the set-up pages say what is wrong with it.
      logger().debug({ err: error }, 'the stack’s files cannot be read');
    }
  }

  async function record(): Promise<void> {
    if (!vmagent.reading.isKnown || !recorder.isDue(ports.now())) return;
    const temperature = await ports.readTemperature().catch(() => null);
    recorder.record(hub.snapshot(), engine.reading, temperature, ports.now());
  }

  const tick = singleFlight(async () => {
    const startedAtMs = performance.now();
    try {
      const isWatched = hub.viewerCount() > 0;
      pace.begin(startedAtMs, isWatched);
      const wasUp = vmagent.reading.metrics !== null;
      await Promise.all([engine.tick(isWatched), vmagent.tick(), keeper.load()]);
      // Whether it hangs or has ended, its container tells; the event of its end may still be on its way.
      if (wasUp && vmagent.reading.metrics === null) await engine.list();
      await readSettings();
      step();
      const seen = { settings, engine: engine.reading, vmagent: vmagent.reading, delivery };
      await doctor.tick({ ...seen, queueSinceMs: keeper.unsettledSinceMs() });
      const sample = stepBuffer();
      watches.tick({ ...seen, delivery, sample, trend: buffer.trend, sources: hub.snapshot().sources });
      publish();
      await record();
    } catch (error) {
      logger().error({ err: error }, 'a sample could not be taken');
    }
    tickSeconds = (performance.now() - startedAtMs) / 1000;
  });

  const services = singleFlight(async () => {
    await engine.list();
    await readSettings();
    publish();
  });

  const events = createEventPause((isAboutVmagent) => {
    void services();
    // Its last answers would go on saying that data arrives.
    if (isAboutVmagent) void tick();
  });
  function onEvent(event: StackEvent): void {
    if (stopping.signal.aborted) return;
    if (event.type === 'service') doctor.onRestart(event.service, event.action);
    events.note(event);
  }

  const clock = createClock(tick);
  return {
    lastTickSeconds: () => tickSeconds,
    budget: () => budgetReading(budget, ports.now()),
    takeLost: lost.take,
    balance: keeper.balance,
    resume(findings, untilMs) {
      open = findings;
      resumedUntilMs = untilMs;
    },
    start() {
      hub.attach({
        refresh: (scope) => (scope === 'services' ? services() : tick()),
        onViewers: (count) => clock.setWatched(count > 0),
      });
      clock.start();
      ports.watchEvents(onEvent, stopping.signal).catch((error: unknown) => {
        logger().error({ err: error }, 'the engine’s events are not watched');
      });
    },
    stop() {
      stopping.abort();
      events.stop();
      clock.stop();
    },
  };
}
