import 'server-only';
import { removeLeftovers } from '../docker/run-once';
import { logger } from '../logger';
import { removeRemains } from '../stack/file-store';

/** Removes what an earlier panel left when it was killed. An engine or a disk that is away does not stop the panel. */
export async function tidyUp(): Promise<void> {
  const results = await Promise.allSettled([removeRemains(), removeLeftovers()]);
  for (const result of results) {
    if (result.status === 'rejected') logger().warn({ err: result.reason }, 'remains could not be removed');
  }
}
