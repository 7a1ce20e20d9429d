import { z } from 'zod';
import { snapshotSchema } from './snapshot';
import { taskSchema } from './task';

/**
 * Events of `GET /api/stream`, named by their SSE event type.
 * `hello` opens each connection; `patch` carries only the sections that changed, each whole.
 */
export const helloEventSchema = z.object({
  /** Panel version; a tab that was loaded from another one asks to be reloaded. */
  version: z.string(),
  snapshot: snapshotSchema,
  task: taskSchema.nullable(),
});
export type HelloEvent = z.infer<typeof helloEventSchema>;

export const patchEventSchema = snapshotSchema.partial().required({ atMs: true });
export type PatchEvent = z.infer<typeof patchEventSchema>;

export type StreamEvent =
  | { type: 'hello'; data: HelloEvent }
  | { type: 'patch'; data: PatchEvent }
  | { type: 'task'; data: z.infer<typeof taskSchema> };
