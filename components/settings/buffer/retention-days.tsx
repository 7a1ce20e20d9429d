'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import { destinationName } from '@/lib/destination-name';
import { formatBytes, plural } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { Settings } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import type { BufferValues } from './buffer-forms';

/** What a stored sample takes at most as a rule, index included (VictoriaMetrics, FAQ on disk usage). */
const BYTES_A_SAMPLE = 1;

interface RetentionDaysProps {
  settings: Settings;
  /** Why it cannot be changed here. */
  locked: string | undefined;
}

/** How long the store on this Pi keeps samples, with the room that takes. */
export function RetentionDays({ settings: { retention, destination }, locked }: RetentionDaysProps) {
  const { control, register, formState } = useFormContext<BufferValues>();
  const text = useWatch({ control, name: 'days' });
  const rate = useSnapshot(({ delivery }) => delivery.samplesPerSecond);
  const days = wholeNumber(text);
  const isLocal = destination.kind === 'local';
  return (
    <TextField
      {...register('days')}
      label="Kept on this Pi"
      error={formState.errors.days?.message}
      help={
        locked ??
        (isLocal
          ? 'Older samples are deleted from the store on this Pi.'
          : `For the store on this Pi, which is not in use: your data goes to ${destinationName(destination)}, which has a retention of its own.`)
      }
      consequence={
        !Number.isNaN(days) &&
        isLocal && (
          <>
            {days < retention.days && days > 0 && (
              <>What is older than {plural(days, 'day')} is deleted for good. </>
            )}
            {rate && days > 0
              ? `Takes about ${formatBytes(days * 86_400 * rate * BYTES_A_SAMPLE)} of disk in the long run, at the present rate.`
              : null}
          </>
        )
      }
      disabled={locked !== undefined}
      unit="days"
      inputMode="numeric"
      className="max-w-60"
    />
  );
}
