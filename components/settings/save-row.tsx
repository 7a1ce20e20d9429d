import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { type FormState, isPending } from '@/components/forms/form-state';
import { SaveError } from '@/components/forms/save-error';
import { SaveButton } from './save-button';

interface SaveRowProps {
  /** What became of Save. */
  state: FormState;
  isDirty: boolean;
  /** Drops what was typed. */
  discard: () => void;
  /** Further buttons, beside Save. */
  children?: ReactNode;
}

/** The end of a form that is saved by itself: what went wrong, Save, and that it is saved. */
export function SaveRow({ state, isDirty, discard, children }: SaveRowProps) {
  return (
    <>
      <SaveError state={state} button="Save" takeTheirs={discard} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SaveButton isPending={isPending(state)} />
        {children}
        <SavedNote isSaved={state.is === 'saved' && !isDirty} />
      </div>
    </>
  );
}

/** Said where the button was pressed; the region is there before, so that it is heard. */
function SavedNote({ isSaved }: { isSaved: boolean }) {
  return (
    <p role="status" className="flex items-center gap-1.5 text-arriving text-sm">
      {isSaved && (
        <>
          <CircleCheck aria-hidden="true" className="size-4 shrink-0" />
          Saved.
        </>
      )}
    </p>
  );
}
