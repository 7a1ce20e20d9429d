import { ErrorNotice } from '@/components/feedback/error-notice';
import { ApiError } from '@/lib/client/api-fetch';

interface SaveErrorProps {
  error: unknown;
  /** The name of the button that saves. */
  button?: string;
}

/** Why a form could not be saved, and that nothing typed is lost. Silent where the fields say it themselves. */
export function SaveError({ error, button = 'Continue' }: SaveErrorProps) {
  if (error === null) return null;
  if (error instanceof ApiError && Object.keys(error.fieldErrors).length > 0) return null;
  const isSignedOut = error instanceof ApiError && error.code === 'unauthenticated';
  return (
    <ErrorNotice
      error={error}
      title="This could not be saved. What you entered is still here."
      action={
        isSignedOut && (
          <a
            href="/login"
            target="_blank"
            rel="noreferrer"
            className="touch inline-flex items-center underline"
          >
            Sign in again in a new tab, then press {button} here
          </a>
        )
      }
    />
  );
}
