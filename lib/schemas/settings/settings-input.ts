import { z } from 'zod';
import { line } from '../line';
import { scrapeJobSchema, settingsChangeSchema } from './settings';

const number = z.number({ error: 'Enter a number.' });
const url = line(4096);
const username = line(1024).default('');
const secret = line(4096).optional();

/**
 * A change as a form sends it: `PUT /api/settings`. Forms send along what stands in the files, which may be odd; what is
 * new in it has to fit `settingsChangeSchema` (`newIssues`).
 */
export const settingsInputSchema = settingsChangeSchema.extend({
  destination: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('local') }),
      z.object({ kind: z.literal('grafana-cloud'), url, instanceId: line(1024), token: secret }),
      z.object({ kind: z.literal('other'), url, username, password: secret }),
    ])
    .optional(),
  scrape: z
    .partialRecord(
      scrapeJobSchema,
      z.strictObject({ intervalSeconds: number, timeoutSeconds: number.nullable().default(null) }),
    )
    .optional(),
  labels: z.record(z.string().max(1024), z.string().max(16_384)).optional(),
  buffer: z.strictObject({ maxBytes: number }).optional(),
  retention: z.strictObject({ days: number }).optional(),
  plan: z
    .strictObject({
      series: number.nullable(),
      pointsPerMinute: number.nullable(),
      maxSeries: number.nullable(),
    })
    .optional(),
  panel: z
    .strictObject({
      allowedHosts: z.array(z.string().trim().toLowerCase().max(1024)).max(200).optional(),
      ownMetrics: z.boolean().optional(),
    })
    .optional(),
});
export type SettingsInput = z.infer<typeof settingsInputSchema>;
