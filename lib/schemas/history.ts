import { z } from 'zod';

const values = z.array(z.number().nullable());

/** `GET /api/history`: at most 24 hours, oldest first. Each value stands for `stepSeconds` from its time on. */
export const historySchema = z.object({
  stepSeconds: z.number().int(),
  /** Time of the first value of each series. */
  startMs: z.number().int(),
  series: z.object({
    samplesPerSecond: values,
    bufferBytes: values,
    targetsUp: values,
    temperatureCelsius: values,
  }),
});
export type History = z.infer<typeof historySchema>;
