import { z } from 'zod';
import { sourcesInputSchema } from '../wizard';

/** `POST /api/wizard/sources/metrics`: what the account itself has of one group of metrics, asked with what a form holds. */
export const metricsQuestionSchema = z.object({
  sources: sourcesInputSchema,
  /** As the cloud names it. */
  group: z.string().min(1).max(255),
});

export const metricsAnswerSchema = z.object({
  /** Series with the same dimensions, most series first. */
  sets: z.array(
    z.object({
      dimensions: z.array(z.string()),
      series: z.number().int(),
      metrics: z.array(z.object({ name: z.string(), series: z.number().int() })),
    }),
  ),
  /** There may be more: not everything was looked through. */
  isAll: z.boolean(),
  /** Where it was asked. */
  places: z.array(z.string()),
  /** Why nothing is known; null: something is. */
  problem: z.object({ message: z.string(), fix: z.string().nullable() }).nullable(),
});
export type MetricsAnswer = z.infer<typeof metricsAnswerSchema>;
