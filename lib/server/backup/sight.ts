import 'server-only';
import type { VerdictContext } from '@/lib/verdict/terms/types';
import { singleton } from '../singleton';
import type { BackupState } from './backup-state';
import { intervalMs } from './schedule';

const held = () => singleton('backup-sight', () => ({ seen: undefined as VerdictContext['backups'] }));

/** For the verdict; undefined: none are made by themselves. */
export const backupSight = (): VerdictContext['backups'] => held().seen;

export function noteBackups({ schedule, recipient, newestAtMs, scheduledAtMs, failure }: BackupState): void {
  const everyMs = recipient === null ? null : intervalMs(schedule);
  held().seen = everyMs === null ? undefined : { everyMs, newestAtMs, onSinceMs: scheduledAtMs, failure };
}
