import { z } from 'zod';
import { inEnglish } from '@/lib/english';
import type { Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { withRules } from '../with-rules';

const MIB = 1024 * 1024;

/** MiB in whole numbers: what `.env` says, and what vmagent takes without rounding. */
export function inMib(bytes: number): string {
  return String(Math.floor(bytes / MIB));
}

/** `12,288 MiB` */
export function formatMib(bytes: number): string {
  return `${inEnglish(Math.floor(bytes / MIB))} MiB`;
}

/** @returns NaN for what is no whole number */
export function mibToBytes(text: string): number {
  return wholeNumber(text) * MIB;
}

/** The form of the buffer's size and of the local store's retention. */
export const bufferForm = (settings: Settings) =>
  withRules(plainForm, {
    settings,
    toChange: (values) => bufferChange(values, settings),
    toField: bufferField,
  });

const plainForm = z.object({
  size: z.string().transform(mibToBytes),
  days: z.string().transform(wholeNumber),
});
export type BufferValues = z.input<typeof plainForm>;

export function readBuffer({ buffer, retention }: Settings): BufferValues {
  return { size: inMib(buffer.maxBytes), days: String(retention.days) };
}

/** Only what differs from the files. */
export function bufferChange({ size, days }: z.output<typeof plainForm>, settings: Settings): SettingsChange {
  return {
    ...(inMib(size) !== inMib(settings.buffer.maxBytes) && { buffer: { maxBytes: size } }),
    ...(days !== settings.retention.days && { retention: { days } }),
  };
}

/** The field of a path in the change, such as `buffer.maxBytes`. */
export function bufferField(path: string) {
  if (path.startsWith('buffer')) return 'size';
  return path.startsWith('retention') ? 'days' : null;
}

/** Sizes to choose from with one press, as far as the disk allows. */
export function sizesFor(leastBytes: number, mostBytes: number | null): number[] {
  const most = mostBytes ?? 4096 * MIB;
  return [512, 1024, 2048, 4096, 8192, 16_384]
    .map((mib) => mib * MIB)
    .filter((bytes) => bytes >= leastBytes && bytes <= most);
}
