import { z } from 'zod';
import { verdictStates } from './snapshot';

/** `GET /api/status`: stable and documented, for other dashboards and scripts. Times are RFC 3339; unknown is null. */
const time = z.string().nullable();

export const statusSchema = z.object({
  version: z.string(),
  cluster: z.string().nullable(),
  verdict: z.object({
    state: z.enum(verdictStates),
    findings: z.array(
      z.object({
        id: z.string(),
        severity: z.string(),
        title: z.string(),
        since: z.string(),
        /** Id of the finding of this list that explains it and that is to be mended; null: it is one itself. */
        because: z.string().nullable(),
        /** Id of the incident that it is or is a part of, as `id` in `GET /api/events`; null: it is none. */
        incident: z.string().nullable(),
      }),
    ),
  }),
  delivery: z.object({
    state: z.string(),
    lastSuccessAt: time,
    samplesPerSecond: z.number().nullable(),
    bytesPerSecond: z.number().nullable(),
    droppedBlocks: z.number().nullable(),
    retries: z.number().nullable(),
    /** Why the destination does not take the data; null while it does. */
    failure: z
      .object({
        kind: z.string(),
        cause: z.string().nullable(),
        statusCode: z.number().nullable(),
        retrySeconds: z.number().nullable(),
      })
      .nullable(),
  }),
  buffer: z.object({
    bytes: z.number().nullable(),
    capBytes: z.number().nullable(),
    trend: z.enum(['idle', 'filling', 'draining', 'unknown']),
    secondsToFull: z.number().nullable(),
    secondsToDrain: z.number().nullable(),
    offlineSeconds: z.number().nullable(),
    backlogSeconds: z.number().nullable(),
    /** How long the destination may be away and how long it takes to catch up, as a sentence. */
    outlook: z.string().nullable(),
  }),
  targets: z.array(
    z.object({
      job: z.string(),
      instance: z.string(),
      state: z.enum(['up', 'down', 'pending']),
      lastError: z.string().nullable(),
      lastScrapeAt: time,
      durationSeconds: z.number().nullable(),
      samples: z.number().nullable(),
    }),
  ),
  services: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      health: z.string(),
      restarts: z.number(),
      image: z.string(),
    }),
  ),
});
export type Status = z.infer<typeof statusSchema>;
