import { z } from 'zod';
import { deliverySampleSchema } from './delivery';
import { findingSchema, serviceSampleSchema, verdictStates } from './snapshot';

/** `GET /api/health` */
export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });

/** RFC 3339, in UTC. */
const time = z.iso.datetime();
const { state: deliveryState, failure } = deliverySampleSchema.shape;
const { kind, cause } = failure.unwrap().shape;
const { name, state: serviceState, health } = serviceSampleSchema.shape;

/** `GET /api/status`: stable, for other dashboards and scripts. What nobody knows is null. */
export const statusSchema = z.object({
  version: z.string(),
  cluster: z.string().nullable(),
  verdict: z.object({
    state: z.enum(verdictStates),
    findings: z.array(
      z.object({
        id: z.string(),
        severity: findingSchema.shape.severity,
        title: z.string(),
        since: time,
        /** Id of the finding of this list that explains it and that is to be mended; null: it is one itself. */
        because: z.string().nullable(),
        /** Id of the incident that it is or is a part of, as `id` in `GET /api/events`; null: it is none. */
        incident: z.string().nullable(),
      }),
    ),
  }),
  delivery: z.object({
    state: deliveryState,
    lastSuccessAt: time.nullable(),
    samplesPerSecond: z.number().nullable(),
    bytesPerSecond: z.number().nullable(),
    droppedBlocks: z.number().nullable(),
    retries: z.number().nullable(),
    /** Why the destination does not take the data; null while it does. */
    failure: z
      .object({
        kind,
        cause,
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
      lastScrapeAt: time.nullable(),
      durationSeconds: z.number().nullable(),
      samples: z.number().nullable(),
    }),
  ),
  services: z.array(
    z.object({
      name,
      state: serviceState,
      health,
      restarts: z.number(),
      image: z.string(),
    }),
  ),
});
export type Status = z.infer<typeof statusSchema>;
