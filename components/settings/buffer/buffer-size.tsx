'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { formatDuration } from '@/lib/duration';
import { formatByteRate, formatBytes } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { Settings } from '@/lib/schemas/settings/settings';
import { type BufferValues, formatMib, inMib, mibToBytes, sizesFor } from './buffer-forms';

interface BufferSizeProps {
  settings: Settings;
  /** Why it cannot be changed here. */
  locked: string | undefined;
}

/** The buffer's size, with the outage that it covers. */
export function BufferSize({ settings: { buffer }, locked }: BufferSizeProps) {
  const { control, register, setValue, formState } = useFormContext<BufferValues>();
  const bytes = mibToBytes(useWatch({ control, name: 'size' }));
  const { leastBytes, mostBytes } = buffer;
  return (
    <div className="flex flex-col gap-3">
      <TextField
        {...register('size')}
        label="Buffer"
        error={formState.errors.size?.message}
        help={
          locked ?? (
            <>
              Used only while the destination is away. At least {formatMib(leastBytes)}
              {mostBytes !== null && <>, at most {formatMib(mostBytes)} with what is free on its disk now</>}.
            </>
          )
        }
        consequence={Number.isNaN(bytes) ? null : <Cover bytes={bytes} mostBytes={mostBytes} />}
        disabled={locked !== undefined}
        unit="MiB"
        inputMode="numeric"
        className="max-w-60"
      />
      {locked === undefined && (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Common sizes</legend>
          {sizesFor(leastBytes, mostBytes).map((size) => (
            <Button
              key={size}
              aria-pressed={size === bytes}
              className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
              onClick={() =>
                setValue('size', inMib(size), { shouldDirty: true, shouldTouch: true, shouldValidate: true })
              }
            >
              {size >= 1024 ** 3 ? `${size / 1024 ** 3} GiB` : formatMib(size)}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** How long an outage may last, at what is sent now. */
function Cover({ bytes, mostBytes }: { bytes: number; mostBytes: number | null }) {
  const rate = useSnapshot(({ delivery }) => delivery.bytesPerSecond);
  const waiting = useSnapshot(({ buffer }) => buffer.bytes);
  if (mostBytes !== null && bytes > mostBytes) {
    return 'More than the disk has room for: the Pi would run full before the buffer does.';
  }
  return (
    <>
      {rate
        ? `Covers an outage of about ${formatDuration(bytes / rate)}, at the ${formatByteRate(rate)} that are sent now.`
        : 'How long an outage it covers is known once data is delivered.'}
      {waiting !== undefined && waiting !== null && waiting > bytes && (
        <> {formatBytes(waiting)} are waiting now: the oldest of it would be dropped.</>
      )}
    </>
  );
}
