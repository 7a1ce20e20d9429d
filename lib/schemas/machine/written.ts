import { z } from 'zod';
import { serviceNameSchema } from '../snapshot';

/** Null: not told, or looked at for less than an hour. */
const bytesPerDay = z.number().nullable();

/** `GET /api/written`: what writes to the disk of the stack, at the pace of up to a day. */
export const writtenSchema = z.object({
  /** How long it was looked at, at most a day. */
  seconds: z.number(),
  /** Null: the kernel does not say which disk it is. */
  disk: z.object({ name: z.string(), isCard: z.boolean(), bytesPerDay }).nullable(),
  /** Those that run; `isElsewhere`: what it writes lies on another disk, to which it was moved. */
  services: z.array(z.object({ name: serviceNameSchema, bytesPerDay, isElsewhere: z.boolean() })),
  /** The disk without the services that write to it. */
  others: bytesPerDay,
});
export type Written = z.infer<typeof writtenSchema>;
