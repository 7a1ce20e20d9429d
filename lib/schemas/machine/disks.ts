import { z } from 'zod';

export const diskSchema = z.object({
  /** The folder where it is mounted. Untrusted: whoever formats a stick names it. */
  folder: z.string(),
  fileSystem: z.string(),
  sizeBytes: z.number(),
  freeBytes: z.number(),
  /** Why the data cannot go there; null: they can. */
  fault: z.enum(['same-disk', 'no-owners', 'read-only', 'full', 'odd-name']).nullable(),
});
export type Disk = z.infer<typeof diskSchema>;

/** `GET /api/disks`: where the buffer lies, and where else it may lie. */
export const disksSchema = z.object({
  /** The folder on another disk; null: Docker's own. */
  folder: z.string().nullable(),
  /** Of that disk; null: not known. */
  freeBytes: z.number().nullable(),
  /** Without that of the system; null: nobody tells, as while This Pi is not measured. */
  disks: z.array(diskSchema).nullable(),
});
export type Disks = z.infer<typeof disksSchema>;
