import { z } from 'zod';

/** Why a stream of events ended: its last event, `failed`. */
export const streamFailureSchema = z.object({
  message: z.string(),
  hint: z.string().nullable(),
  /** The same would come of another try: nobody makes one unless asked to. */
  isFinal: z.boolean(),
});
export type StreamFailure = z.infer<typeof streamFailureSchema>;
