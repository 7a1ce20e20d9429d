import { z } from 'zod';

export const fileDiffSchema = z.object({
  /** Inside the stack folder. */
  path: z.string(),
  action: z.enum(['create', 'change', 'remove']),
  /** Unified diff, secrets masked. */
  diff: z.string(),
});
export type FileDiff = z.infer<typeof fileDiffSchema>;
