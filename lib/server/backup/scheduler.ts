import 'server-only';
import { env } from '../env';
import { AppError } from '../errors';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { readBackupState } from './backup-state';
import { isDue } from './schedule';
import { noteBackups } from './sight';
import { startBackup } from './store-task';

const LOOK_EVERY_MS = 60_000;

/** Begins to make backups by the clock; what was due while the panel was away is made then. Once per process. */
export function startBackups(): void {
  singleton('backups', () => {
    const timer = setInterval(() => void look(Date.now()), LOOK_EVERY_MS);
    timer.unref();
    void look(Date.now());
    return true;
  });
}

/** Never rejects. */
export async function look(nowMs: number): Promise<void> {
  try {
    const state = await readBackupState();
    noteBackups(state);
    if (isDue(state, nowMs, () => env().timeZone)) await startBackup();
  } catch (error) {
    // The next look is in a minute.
    if (error instanceof AppError && error.code === 'task-running') return;
    logger().warn({ err: error }, 'no backup could be begun');
  }
}
