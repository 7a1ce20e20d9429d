import 'server-only';
import { recordPresent } from '../../change/steps/commit';
import { logger } from '../../logger';

/** What a launch wrote is no edit by hand, however the launch ended. */
export async function recordLaunch(): Promise<void> {
  await recordPresent({ who: 'owner', title: 'Set-up: the pipeline was launched', reason: null }).catch(
    (error: unknown) => logger().warn({ err: error }, 'the launch could not be put into the history'),
  );
}
