import type { BackupSchedule, BackupView } from '@/lib/schemas/backup/backup';

export const intervalWords: Record<BackupSchedule['every'], string> = {
  off: 'Off',
  day: 'Each day',
  week: 'Each week, on Sunday',
};

export const scheduleValues = ({ every, hour, keep }: BackupView['schedule']): BackupSchedule => ({
  every,
  hour,
  keep,
});

export const hours = Array.from({ length: 24 }, (_, hour) => ({
  hour,
  words: `${String(hour).padStart(2, '0')}:00`,
}));
