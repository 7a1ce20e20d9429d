import 'server-only';
import type { ErrorCode } from '@/lib/schemas/error';
import type { FileDiff } from '@/lib/schemas/file-diff';

/** The status of each code. */
export const errorStatus: Record<ErrorCode, number> = {
  'bad-request': 422,
  unauthenticated: 401,
  'wrong-password': 401,
  'wrong-setup-code': 401,
  'already-claimed': 409,
  'not-claimed': 409,
  'forbidden-origin': 403,
  'forbidden-host': 421,
  'not-found': 404,
  'too-large': 413,
  'unsupported-type': 415,
  'too-many-tries': 429,
  'too-many-streams': 429,
  'revision-conflict': 409,
  'task-running': 409,
  'another-panel': 503,
  'invalid-stack': 409,
  'docker-unreachable': 503,
  'docker-denied': 503,
  'docker-error': 502,
  'image-missing': 502,
  'service-absent': 409,
  'service-unhealthy': 502,
  'vmagent-unreachable': 503,
  'verify-failed': 502,
  'given-up': 409,
  'disk-full': 507,
  timeout: 504,
  internal: 500,
};

interface AppErrorOptions {
  /** What the reader can do about it, as a full sentence. */
  hint?: string;
  /** Field path to message, for forms. */
  fieldErrors?: Record<string, string>;
  /** What changed since the reader's state, secrets masked. */
  files?: FileDiff[];
  /** Seconds until another try makes sense; sent as Retry-After. */
  retryAfterSeconds?: number;
  /** For the log only; never sent to a browser. */
  cause?: unknown;
}

/** An error whose message is written for the person who reads it. Everything else is reported as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly fieldErrors: Record<string, string> | undefined;
  readonly files: FileDiff[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.fieldErrors = options.fieldErrors;
    this.files = options.files;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** The error as an AppError; what is not one becomes `internal` with its details kept for the log. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', 'Something went wrong inside the panel.', {
    hint: 'Try again. If it stays, look at the panel’s log for this request id.',
    cause: error,
  });
}
