import 'server-only';
import type { HostSample } from '@/lib/verdict/terms/host';
import type { Drift, OutOfStep } from '@/lib/verdict/terms/upkeep';
import { aside } from '../read/single-flight';
import { hostSample, hostStep, NO_HOST_MEMORY } from '../steps/host';
import type { SamplerPorts, StackSettings } from '../steps/ports';

export interface Surroundings {
  host: HostSample;
  /** How far this machine's clock is ahead of the destination's; null: not known. */
  clockAheadSeconds: number | null;
  drift: readonly Drift[];
  grafana: OutOfStep | null;
}

const HOST_MS = 10_000;
/** Asking for the time costs a request to the destination, so it is rare unless something is off. */
const CLOCK_MS = 60 * 60_000;
const CLOCK_TROUBLED_MS = 10 * 60_000;
const CLOCK_FIRST_MS = 30_000;
/** Comparing all containers with the files costs the engine a question for each. */
const DRIFT_MS = 5 * 60_000;
const DRIFT_FOUND_MS = 15_000;
const LIMIT_MS = 20_000;

/** From here on a clock is wrong rather than slow to be asked. */
const SKEWED_SECONDS = 30;

/** The machine, its clock, and what runs against what the files say: all of it changes slowly. Never rejects. */
export function createSurroundings(ports: SamplerPorts, onNews: () => void) {
  let memory = NO_HOST_MEMORY;
  let settings: StackSettings | null = null;
  let startedAtMs: number | null = null;
  let isEdited = false;
  const reading: Surroundings = {
    host: hostSample(memory, 0),
    clockAheadSeconds: null,
    drift: [],
    grafana: null,
  };

  const host = aside(ports, LIMIT_MS, async () => {
    memory = hostStep(memory, await ports.readHost(), ports.steadyNow());
  });
  const clock = aside(ports, LIMIT_MS, async () => {
    if (!settings) return;
    const aheadMs = await ports.readClockAhead(settings.destination);
    reading.clockAheadSeconds = aheadMs === null ? null : aheadMs / 1000;
    onNews();
  });
  const drift = aside(ports, LIMIT_MS, async () => {
    reading.drift = await ports.readDrift();
    onNews();
  });
  const grafana = aside(ports, LIMIT_MS, async () => {
    reading.grafana = await ports.readOutOfStep();
    onNews();
  });

  return {
    reading,
    /** How far it was off before says nothing now. */
    onClockSet(): void {
      reading.clockAheadSeconds = null;
      clock.askAnew();
    },
    /** @param isTroubled deliveries fail or data is lost */
    tick(now: StackSettings, isTroubled: boolean): void {
      startedAtMs ??= ports.steadyNow();
      isEdited ||= settings !== null && settings !== now;
      if (settings?.destination.url !== now.destination.url) reading.clockAheadSeconds = null;
      settings = now;
      host.ifDue(HOST_MS);
      reading.host = hostSample(memory, ports.steadyNow());
      const isSkewed = Math.abs(reading.clockAheadSeconds ?? 0) >= SKEWED_SECONDS;
      // A start is busy enough without it.
      if (ports.steadyNow() - startedAtMs >= CLOCK_FIRST_MS) {
        clock.ifDue(isTroubled || isSkewed ? CLOCK_TROUBLED_MS : CLOCK_MS);
        const everyMs = reading.drift.length > 0 ? DRIFT_FOUND_MS : DRIFT_MS;
        if (drift.ifDue(isEdited ? 0 : everyMs)) isEdited = false;
        grafana.ifDue(reading.grafana === null ? DRIFT_MS : DRIFT_FOUND_MS);
      }
    },
  };
}
