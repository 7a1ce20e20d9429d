import { z } from 'zod';
import { fileDiffSchema } from './file-diff';

/** Every code that the API can answer with; `lib/server/errors.ts` maps each to one HTTP status. */
export const errorCodes = [
  'bad-request', // body or parameters do not fit the schema; see fieldErrors
  'unauthenticated', // no valid session
  'wrong-password',
  'wrong-setup-code',
  'already-claimed',
  'not-claimed',
  'forbidden-origin', // Origin or Sec-Fetch-Site of a cross-site request
  'forbidden-host', // Host header is not one of this machine's names
  'not-found',
  'too-large',
  'unsupported-type', // a state change that is not application/json
  'too-many-tries', // throttled; Retry-After says for how long
  'too-many-streams', // live views, logs or downloads that are open at a time
  'revision-conflict', // the file changed since it was read
  'task-running', // another change is being applied
  'another-panel', // a second panel on the same folder; it waits for the first to end
  'invalid-stack', // compose file, .env or a config file cannot be used as it is
  'docker-unreachable',
  'docker-denied', // the socket is there but this user may not use it
  'docker-error', // the engine refused; its words are in the message
  'image-missing', // no such image here and none could be pulled
  'service-absent', // the service has no container
  'service-unhealthy',
  'vmagent-unreachable',
  'verify-failed', // the change was made but its effect was not seen
  'given-up', // the owner ended it; everything is as it was before
  'disk-full',
  'timeout',
  'internal',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** The one error envelope: `{error: …}` with every non-2xx answer of the API. */
export const errorBodySchema = z.object({
  error: z.object({
    code: errorCodeSchema,
    message: z.string(),
    /** What the reader can do about it, as a full sentence; absent when there is nothing to do. */
    hint: z.string().optional(),
    requestId: z.string(),
    /** Field path (dots between parts) to message, for forms. */
    fieldErrors: z.record(z.string(), z.string()).optional(),
    /** With `revision-conflict`: what changed since the reader's state. */
    files: z.array(fileDiffSchema).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
