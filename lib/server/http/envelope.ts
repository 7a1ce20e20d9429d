import 'server-only';
import type { ErrorBody } from '@/lib/schemas/error';
import { type AppError, asAppError } from '../errors';

/** The one error answer of the API. */
export function errorResponse(error: unknown, requestId: string): Response {
  const { code, message, hint, fieldErrors, files, retryAfterSeconds, status } = asAppError(
    error,
  ) satisfies AppError;
  const body: ErrorBody = { error: { code, message, hint, requestId, fieldErrors, files } };
  const response = Response.json(body, { status });
  if (retryAfterSeconds !== undefined) {
    response.headers.set('retry-after', String(Math.ceil(retryAfterSeconds)));
  }
  return response;
}
