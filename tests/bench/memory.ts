// Whether the panel's memory stays where it is with 50 viewers: npm run bench:memory [MINUTES] (30 unless told; needs
// root, a Docker Engine and a build). It grows while the engine of JavaScript compiles what runs often, and has to be
// level in the last ten minutes: the last five are compared with the five before.

import { startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';
import { asShipped } from './as-shipped.ts';
import { MANY, memoryEachMinute } from './live.ts';
import { onEngine } from './on-engine.ts';
import { median } from './processes.ts';
import { openStreams } from './viewers.ts';

const MINUTES = Number(process.argv[2] ?? 30);
const COMPARED = 5;
/** More than this is growth. */
const MOST_GROWTH = 0.01;

await onEngine(async (engine) => {
  const panel = await startPanel(await tempStack({ name: 'bench-memory', engine }), asShipped());
  await panel.claim();
  await launchPipeline(panel);
  await sleep(20_000);
  const many = await openStreams(panel, MANY);
  const anonymous = (await memoryEachMinute(panel, MINUTES)).map(({ anonMb }) => anonMb);
  await many.close();
  await panel.stop();
  const before = median(anonymous.slice(-2 * COMPARED, -COMPARED));
  const last = median(anonymous.slice(-COMPARED));
  const isFlat = last <= before * (1 + MOST_GROWTH);
  console.log(`Anonymous memory in MB after each minute with ${MANY} viewers:`);
  console.log(anonymous.map((value) => value.toFixed(1)).join(', '));
  console.log(
    `Median of the last ${COMPARED} minutes against the ${COMPARED} before: ${(last / before).toFixed(3)}× (at most ${1 + MOST_GROWTH}×: ${isFlat ? 'met' : 'MISSED'})`,
  );
});
