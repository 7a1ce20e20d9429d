import 'server-only';
import type { SamplerPorts } from '../steps/ports';
import { createContentsWatch } from './contents-watch';
import { createImpostorWatch } from './impostor-watch';
import { createSurroundings } from './surroundings';

/** Everything that is asked aside and seldom: what is around the pipeline, who answers, what the exporters have. */
export function createWatches(ports: SamplerPorts, onNews: () => void) {
  const surroundings = createSurroundings(ports, onNews);
  const contents = createContentsWatch(ports, onNews);
  const impostors = createImpostorWatch(ports, onNews);
  return {
    surroundings,
    contents,
    impostors,
    readings: () => ({
      ...{ ...surroundings.reading, ...contents.reading, ...impostors.reading },
      meters: ports.meters(),
    }),
  };
}
