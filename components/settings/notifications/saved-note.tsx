import { CircleCheck } from 'lucide-react';

/** Said where the button was pressed; the region is there before, so that it is heard. */
export function SavedNote({ isSaved }: { isSaved: boolean }) {
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
