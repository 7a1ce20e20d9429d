import { z } from 'zod';
import { errorCodeSchema } from './error';
import { serviceNameSchema } from './snapshot';

export const taskStepSchema = z.object({
  id: z.string(),
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  /** One line on what is happening or what was found. */
  detail: z.string().nullable(),
  /** Real progress where it can be known, e.g. bytes pulled. */
  progress: z
    .object({ current: z.number(), total: z.number(), unit: z.enum(['bytes', 'steps', 'seconds']) })
    .nullable(),
  startedAtMs: z.number().int().nullable(),
  finishedAtMs: z.number().int().nullable(),
});
export type TaskStep = z.infer<typeof taskStepSchema>;

export const taskKinds = ['launch', 'apply', 'start', 'stop', 'restart', 'reload', 'backup'] as const;

/** A service that an action went on without, and what mends it. */
export const leftOutSchema = z.object({
  service: serviceNameSchema,
  /** One or more full sentences. */
  reason: z.string(),
  /** What tries it again; null: it runs and has no data, which another try does not change. */
  action: z.enum(['start', 'restart']).nullable(),
  /** It gives data, and not all that it is asked for. */
  isPartial: z.boolean().optional(),
});
export type LeftOutService = z.infer<typeof leftOutSchema>;

/** A long action and how far it is. One runs at a time; it goes on when its viewer leaves. */
export const taskSchema = z.object({
  id: z.string(),
  kind: z.enum(taskKinds),
  title: z.string(),
  /** The service that it acts on, or null for the whole stack. */
  service: z.string().nullable(),
  state: z.enum(['running', 'succeeded', 'failed']),
  steps: z.array(taskStepSchema),
  startedAtMs: z.number().int(),
  finishedAtMs: z.number().int().nullable(),
  /** What was verified, in one sentence; null until it has succeeded. */
  outcome: z.string().nullable(),
  /** Optional parts that it went on without; absent where there are none. */
  leftOut: z.array(leftOutSchema).optional(),
  /** Everything goes back, or has gone back, to what was before. */
  isPutBack: z.boolean().optional(),
  error: z.object({ code: errorCodeSchema, message: z.string(), hint: z.string().nullable() }).nullable(),
});
export type Task = z.infer<typeof taskSchema>;

export const taskStartedSchema = z.object({ taskId: z.string() });
export type TaskStarted = z.infer<typeof taskStartedSchema>;

export const serviceActionSchema = z.object({ action: z.enum(['start', 'stop', 'restart', 'reload']) });
export type ServiceAction = z.infer<typeof serviceActionSchema>['action'];
