import { z } from 'zod';
import { FINDING_ID_MAX } from './plain';
import { findingSchema } from './snapshot';

/** How long, and how many, events are kept. */
export const KEPT_DAYS = 30;
export const KEPT_EVENTS = 500;
/** What a component says may be long; a longer title or detail is cut. */
export const TITLE_MAX = 1000;
export const DETAIL_MAX = 2000;

const timeMs = z.number().int();

export const eventKinds = [
  'finding', // something was wrong
  'task', // something was done with the panel: an apply, a start, a stop
  'service', // a service was restarted by somebody or something else
  'panel', // the panel itself did not run, or the whole machine, so nobody watched
] as const;

/** Something that happened to the pipeline, from when to when. */
export const eventSchema = z.object({
  /** Of a finding: the id of the incident, which messages, `/metrics` and `GET /api/status` have too. */
  id: z.string().max(40),
  kind: z.enum(eventKinds),
  /** The finding's id, the task's kind, the services, or `down`, `power-cut` and `first-start` of the panel. */
  subject: z.string().max(FINDING_ID_MAX),
  severity: findingSchema.shape.severity,
  title: z.string().max(TITLE_MAX),
  /** What else there is to say, or null. */
  detail: z.string().max(DETAIL_MAX).nullable(),
  fromMs: timeMs,
  /** Null: it lasts. The same as `fromMs`: it was over at once. */
  toMs: timeMs.nullable(),
  /** How often it came, when it came and went within three minutes. */
  times: z.number().int().min(1),
  /** The most that waited in the buffer meanwhile; null where that says nothing. */
  bufferedBytes: z.number().nullable(),
  /** What was thrown away meanwhile, as vmagent counts it; null: nobody counts that. */
  lostBlocks: z.number().nullable(),
  lostBytes: z.number().nullable(),
});
export type TimelineEvent = z.infer<typeof eventSchema>;

/** Query of `GET /api/events`. */
export const eventsQuerySchema = z.object({
  /** Only what was not over that long ago. */
  hours: z.coerce
    .number()
    .min(0.1)
    .max(24 * KEPT_DAYS)
    .default(24 * KEPT_DAYS),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

/** `GET /api/events`: newest first. */
export const eventsSchema = z.object({ events: z.array(eventSchema) });
export type Events = z.infer<typeof eventsSchema>;
