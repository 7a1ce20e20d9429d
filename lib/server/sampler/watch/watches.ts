import 'server-only';
import type { SamplerPorts } from '../steps/ports';
import type { ArrivalSight } from './arrival-sight';
import { createArrivalWatch } from './arrival-watch';
import { createContentsWatch } from './contents-watch';
import { createImpostorWatch } from './impostor-watch';
import { createSurroundings } from './surroundings';

/**
 * Everything that is asked aside and seldom: what is around the pipeline, who answers, what the exporters have, what has
 * arrived.
 */
export function createWatches(ports: SamplerPorts, onNews: () => void) {
  const surroundings = createSurroundings(ports, onNews);
  const contents = createContentsWatch(ports, onNews);
  const impostors = createImpostorWatch(ports, onNews);
  const arrivals = createArrivalWatch(ports, onNews);
  return {
    impostors,
    tick(sight: Omit<ArrivalSight, 'drift' | 'isChanging'>): void {
      const { settings, engine, vmagent, delivery } = sight;
      contents.tick(settings, engine, vmagent.targets);
      surroundings.tick(settings, delivery.failuresSinceSuccess > 0 || delivery.losses.length > 0);
      arrivals.tick({ ...sight, drift: surroundings.reading.drift, isChanging: ports.isChanging() });
    },
    onClockSet(): void {
      surroundings.onClockSet();
      arrivals.onClockSet();
    },
    readings: () => ({
      ...{ ...surroundings.reading, ...contents.reading, ...impostors.reading, ...arrivals.reading },
      meters: ports.meters(),
    }),
  };
}
