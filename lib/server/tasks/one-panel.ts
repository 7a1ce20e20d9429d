import 'server-only';
import { lockFolder } from '../files/state/folder-lock';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { until } from '../wait';

const TRY_EVERY_MS = 1000;

const state = () => singleton('one-panel', () => ({ standsBy: false, release: null as (() => void) | null }));

/**
 * Whether another panel works on this folder. Until that ends this one reads, writes and sends nothing: two would
 * put each other's changes back, write over each other's sessions and recording, and tell everything twice.
 */
export function standsBy(): boolean {
  return state().standsBy;
}

/**
 * Makes this process the one panel of its folder, until it ends. `standsBy()` is right as soon as the call returns its
 * promise: the door asks before the port is open.
 * @returns true when it is the panel; false when the folder takes no lock: then nothing may be mended in it
 */
export function becomeThePanel(): Promise<boolean> {
  return singleton('becoming-the-panel', become);
}

async function become(): Promise<boolean> {
  const own = state();
  // Nothing has begun yet.
  const leave = () => process.exit(143);
  try {
    own.release = lockFolder('panel');
    own.standsBy = own.release === null;
    if (own.standsBy) {
      logger().warn('Another panel works on this stack folder. This one waits until the other ends.');
      process.once('SIGTERM', leave);
    }
    own.release ??= await until(async () => lockFolder('panel'), { everyMs: TRY_EVERY_MS });
    if (own.standsBy) logger().info('The other panel has ended: this one continues.');
    return true;
  } catch (error) {
    logger().error({ err: error }, 'The state folder cannot be locked: no change is made or put back.');
    return false;
  } finally {
    own.standsBy = false;
    process.off('SIGTERM', leave);
  }
}
