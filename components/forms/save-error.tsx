import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { ApiError } from '@/lib/client/api-fetch';

interface SaveErrorProps {
  error: unknown;
  /** The name of the button that saves. */
  button?: string;
  /** After a conflict: drops what was typed. */
  takeTheirs?: (() => void) | null;
}

/** Why a form could not be saved, and that nothing typed is lost. Silent where the fields say it themselves. */
export function SaveError({ error, button = 'Continue', takeTheirs = null }: SaveErrorProps) {
  if (error === null) return null;
  if (error instanceof ApiError && Object.keys(error.fieldErrors).length > 0) return null;
  const isSignedOut = error instanceof ApiError && error.code === 'unauthenticated';
  return (
    <ErrorNotice
      error={error}
      title="This could not be saved. What you entered is still here."
      action={
        (takeTheirs !== null && <Button onClick={takeTheirs}>Take theirs</Button>) ||
        (isSignedOut && (
          <a
            href="/login"
            target="_blank"
            rel="noreferrer"
            className="touch inline-flex items-center underline"
          >
            Sign in again in a new tab, then press {button} here
          </a>
        ))
      }
    />
  );
}
