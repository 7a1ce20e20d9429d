import { z } from 'zod';
import { EXPRESSION_MAX } from '../plain';
import { dashboardQuerySchema } from './dashboard';
import { METRIC_NAME } from './stored';

/** `GET /api/expression`: PromQL of whoever asks, drawn like a dashboard. */
export const expressionQuerySchema = dashboardQuerySchema.extend({
  q: z
    .string()
    .trim()
    .min(1, 'Enter an expression.')
    .max(EXPRESSION_MAX, `Use at most ${EXPRESSION_MAX} characters.`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, 'Remove the control characters.'),
});

/** `GET /api/expression/names`: metrics for the completion. What exporters say of them is untrusted. */
export const namesSchema = z.object({
  names: z.array(z.object({ name: z.string(), type: z.string().nullable(), help: z.string().nullable() })),
});
export type Names = z.infer<typeof namesSchema>;

/** `GET /api/expression/labels`: the labels of a metric, or of all; with `label` the values of that one. */
export const labelsQuerySchema = z.object({
  metric: z.string().regex(METRIC_NAME).optional(),
  label: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/)
    .optional(),
});
export type LabelsQuery = z.infer<typeof labelsQuerySchema>;
export const metricLabelsSchema = z.object({ labels: z.array(z.string()) });
export type Labels = z.infer<typeof metricLabelsSchema>;
