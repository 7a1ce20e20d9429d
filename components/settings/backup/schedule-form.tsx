'use client';

import { useSavedForm } from '@/components/forms/use-saved-form';
import { SelectField, TextField } from '@/components/ui/field';
import { formatDateTime } from '@/lib/format';
import { useSaveBackupSchedule } from '@/lib/queries/backup/backup';
import { type BackupView, backupIntervals, backupScheduleSchema } from '@/lib/schemas/backup/backup';
import { SaveRow } from '../save-row';
import { hours, intervalWords, scheduleValues } from './schedule-forms';

/** When a backup is made by itself, and how many stay. */
export function ScheduleForm({ view: { schedule, timeZone, nextAtMs } }: { view: BackupView }) {
  const { mutateAsync } = useSaveBackupSchedule();
  const { form, values, onSubmit, ...saving } = useSavedForm({
    schema: backupScheduleSchema,
    saved: scheduleValues(schedule),
    revision: schedule.revision,
    save: (body, { revision }) => mutateAsync({ body, revision }),
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-5">
      <SelectField
        {...form.register('every')}
        label="Make one by itself"
        consequence={!saving.isDirty && nextAtMs !== null && `The next one: ${formatDateTime(nextAtMs)}.`}
      >
        {backupIntervals.map((every) => (
          <option key={every} value={every}>
            {intervalWords[every]}
          </option>
        ))}
      </SelectField>
      {values.every !== 'off' && (
        <SelectField
          {...form.register('hour', { valueAsNumber: true })}
          label="At"
          help={`By the clock of ${timeZone.replaceAll('_', ' ')}. A backup that was missed, because the Pi was off, is made when it is on again.`}
          error={errors.hour?.message}
        >
          {hours.map(({ hour, words }) => (
            <option key={hour} value={hour}>
              {words}
            </option>
          ))}
        </SelectField>
      )}
      <TextField
        {...form.register('keep', { valueAsNumber: true })}
        label="Keep"
        unit="backups"
        inputMode="numeric"
        help="The oldest goes once a new one is good."
        error={errors.keep?.message}
      />
      <SaveRow {...saving} />
    </form>
  );
}
