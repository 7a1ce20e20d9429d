import { z } from 'zod';
import { serviceNameSchema } from './snapshot';

const values = z.array(z.number().nullable());

/** Query of `GET /api/recording`: how far back, and how many values of each series at most. */
export const recordingQuerySchema = z.object({
  hours: z.coerce.number().min(0.1).max(24).default(24),
  points: z.coerce.number().int().min(2).max(5760).default(5760),
  /** `true`: the series of each target and service, too. */
  parts: z.enum(['true', 'false']).default('false'),
});
export type RecordingQuery = z.infer<typeof recordingQuerySchema>;

const spanSchema = z.object({
  /** Each value stands for this long, from its time on. */
  stepSeconds: z.number().int(),
  /** Time of the first value of each series. */
  startMs: z.number().int(),
});

/** One span for all of them: a value a minute at most. */
export const recordingPartsSchema = spanSchema.extend({
  targets: z.array(
    z.object({
      job: z.string(),
      instance: z.string(),
      /** Share of the time that it answered, 0–1. */
      up: values,
      /** How long its scrapes took. */
      durationSeconds: values,
    }),
  ),
  services: z.array(
    z.object({
      name: serviceNameSchema,
      /** Share of one core, 0–100 × cores. */
      cpuPercent: values,
      memoryBytes: values,
    }),
  ),
});
export type RecordingParts = z.infer<typeof recordingPartsSchema>;

/** `GET /api/recording`: at most 24 hours, oldest first; null where nothing was measured. */
export const recordingSchema = spanSchema.extend({
  series: z.object({
    samplesPerSecond: values,
    bytesPerSecond: values,
    bufferBytes: values,
    targetsUp: values,
    temperatureCelsius: values,
  }),
  parts: recordingPartsSchema.optional(),
});
export type Recording = z.infer<typeof recordingSchema>;
