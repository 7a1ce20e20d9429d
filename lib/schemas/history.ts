import { z } from 'zod';

const values = z.array(z.number().nullable());

/** Query of `GET /api/history`: how far back, and how many values of each series at most. */
export const historyQuerySchema = z.object({
  hours: z.coerce.number().min(0.1).max(24).default(24),
  points: z.coerce.number().int().min(2).max(5760).default(5760),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

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
