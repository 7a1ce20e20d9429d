import type { ReactNode } from 'react';
import { keepFocus } from '@/components/forms/keep-focus';
import { SaveError } from '@/components/forms/save-error';
import { Button } from '@/components/ui/button';
import { SavedNote } from './saved-note';

interface SaveRowProps {
  error: Error | null;
  isPending: boolean;
  isSaved: boolean;
  takeTheirs: (() => void) | null;
  /** Further buttons, beside Save. */
  children?: ReactNode;
}

/** The end of a form that is saved by itself: what went wrong, Save, and that it is saved. */
export function SaveRow({ error, isPending, isSaved, takeTheirs, children }: SaveRowProps) {
  return (
    <>
      <SaveError error={error} button="Save" takeTheirs={takeTheirs} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          onMouseDown={keepFocus}
          className="min-w-24"
        >
          Save
        </Button>
        {children}
        <SavedNote isSaved={isSaved} />
      </div>
    </>
  );
}
