import { ApiError } from '@/lib/client/api-fetch';
import type { LiveCheck } from './use-live-check';

/** The words for a check that could not even be asked. */
export function checkFailure(error: unknown): string {
  return error instanceof ApiError
    ? [error.message, error.hint].filter(Boolean).join(' ')
    : 'The check could not be made.';
}

interface Verdict {
  ok: boolean;
  message: string;
}

/** A check's state as a Field shows it: beside the field while it runs or is fine, as its error when it is not. */
export function fieldStatus(check: LiveCheck<unknown>, verdict: Verdict | null) {
  if (check.state === 'checking') return { check: { state: 'checking' as const, message: 'Checking…' } };
  if (check.state !== 'done' || verdict === null) return {};
  return verdict.ok
    ? { check: { state: 'ok' as const, message: verdict.message } }
    : { error: verdict.message };
}
