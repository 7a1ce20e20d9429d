import { AT_MS } from '../fakes/fake-pipeline.ts';
import type { Case } from './verdict-case.ts';

const HOUR_MS = 3_600_000;
const daily = { everyMs: 24 * HOUR_MS, onSinceMs: AT_MS - 900 * HOUR_MS, failure: null };

/** Backups that are to be made by themselves. */
export const BACKUP_CASES: Case[] = [
  {
    rule: 'backup-failed',
    when: 'the USB disk with the folder was taken out',
    change: (_, context) => {
      const message = 'The folder of the backups, /mnt/usb/weir, is not there.';
      const hint = 'Mount its disk, then run compose/up, which gives the panel the folder.';
      const failure = { atMs: AT_MS - 2 * HOUR_MS, message, hint };
      context.backups = { ...daily, newestAtMs: AT_MS - 26 * HOUR_MS, failure };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'backup-old',
    when: 'the newest of the daily backups is four days old',
    change: (_, context) => {
      context.backups = { ...daily, newestAtMs: AT_MS - 96 * HOUR_MS };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
];
