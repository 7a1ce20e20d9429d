import 'server-only';
import { removeLeftovers } from '../compose/run-once';
import {
  closeSecretFiles,
  readStackFile,
  readStackTemplate,
  removeRemains,
  writeStackFiles,
} from '../files/file-store';
import { EARLIER_ENV, removeState } from '../files/state/state-store';
import { logger } from '../logger';
import { within } from '../sampler/read/single-flight';

/** An engine that hangs must not keep other programs from the folder. */
const ENGINE_MS = 3000;

/**
 * Removes what an earlier panel left when it was killed. Only for who has the lock of the folder: candidates and one-off
 * containers of a program that is at work look the same. An engine or a disk that is away does not stop the panel.
 */
export async function tidyUp(): Promise<void> {
  await attempted(removeRemains(), removeState(EARLIER_ENV), within(removeLeftovers(), ENGINE_MS));
}

/** Closes files with secrets that an edit by hand left open to read. Never rejects. */
export async function closeFiles(): Promise<void> {
  await attempted(closeSecretFiles());
}

/** vmagent does not start without its list of aggregations, and stacks of an earlier Weir have none. Never rejects. */
export async function addAggregation(): Promise<void> {
  await attempted(
    (async () => {
      const [list, config, text] = await Promise.all([
        readStackFile('vmagent-aggregation'),
        readStackFile('vmagent-config'),
        readStackTemplate('vmagent-aggregation'),
      ]);
      if (list === null && config !== null && text !== null)
        await writeStackFiles([{ id: 'vmagent-aggregation', text }]);
    })(),
  );
}

async function attempted(...works: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(works)) {
    if (result.status === 'rejected') logger().warn({ err: result.reason }, 'tidying up at the start failed');
  }
}
