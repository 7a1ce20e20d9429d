import 'server-only';
import { removeLeftovers } from '../docker/run-once';
import { logger } from '../logger';
import { closeSecretFiles, removeRemains } from '../stack/file-store';

/** Removes what an earlier panel left when it was killed, and closes files that were left open to read. An engine or a disk that is away does not stop the panel. */
export async function tidyUp(): Promise<void> {
  const results = await Promise.allSettled([removeRemains(), closeSecretFiles(), removeLeftovers()]);
  for (const result of results) {
    if (result.status === 'rejected') logger().warn({ err: result.reason }, 'tidying up at the start failed');
  }
}
