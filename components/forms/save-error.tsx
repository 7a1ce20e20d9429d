import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { ApiError } from '@/lib/client/api-fetch';
import type { FormState } from './form-state';

interface SaveErrorProps {
  state: FormState;
  /** The name of the button that saves. */
  button?: string;
  /** After a conflict: drops what was typed. Without it, a conflict is told elsewhere. */
  takeTheirs?: () => void;
}

/** Why a form could not be saved, and that nothing typed is lost. Silent where the fields say it themselves. */
export function SaveError({ state, button = 'Continue', takeTheirs }: SaveErrorProps) {
  const isConflict = state.is === 'conflict' && takeTheirs !== undefined;
  if (state.is !== 'failed' && !isConflict) return null;
  const { error } = state;
  const isSignedOut = error instanceof ApiError && error.code === 'unauthenticated';
  return (
    <ErrorNotice
      error={error}
      title="This could not be saved. What you entered is still here."
      action={
        (isConflict && <Button onClick={takeTheirs}>Take theirs</Button>) ||
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
