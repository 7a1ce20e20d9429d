import { z } from 'zod';
import { logLineSchema } from './log-line';
import { serviceNameSchema } from './snapshot';

export const taskParamsSchema = z.object({ id: z.uuid() });
export const serviceParamsSchema = z.object({ name: serviceNameSchema });

const MAX_LINES = 5000;
/** `GET /api/services/[name]/logs?tail=500` */
export const logsQuerySchema = z.object({
  tail: z.coerce.number().int().min(1).max(MAX_LINES).default(500),
});
export const logsSchema = z.object({ lines: z.array(logLineSchema) });
/** `GET /api/services/[name]/logs/stream?tail=200`: lines of the past that come first. */
export const logStreamQuerySchema = z.object({
  tail: z.coerce.number().int().min(0).max(MAX_LINES).default(200),
});

/** For what needs no more than to be asked for: `POST /api/wizard/launch`, `POST /api/pipeline/start`. */
export const noInputSchema = z.object({});
