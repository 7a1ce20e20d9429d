import { z } from 'zod';

export const logLevels = ['error', 'warn', 'info', 'debug', 'unknown'] as const;

/** One line of a service's log, ANSI codes and control characters removed. Untrusted text. */
export const logLineSchema = z.object({
  atMs: z.number().int(),
  stream: z.enum(['stdout', 'stderr']),
  level: z.enum(logLevels),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;
