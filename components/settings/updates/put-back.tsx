'use client';

import { Undo2 } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { isFirstClick } from '@/lib/client/first-click';
import { useIsWatched, usePutBack } from '@/lib/queries/updates/updates';

/** Ends the watch of an update: nobody has to wait for what is seen already. */
export function PutBack({ taskId }: { taskId: string }) {
  const isWatched = useIsWatched(taskId);
  const { mutate, isPending, isSuccess, error } = usePutBack();
  if (!isWatched) return null;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        variant="danger"
        icon={Undo2}
        isPending={isPending || isSuccess}
        onClick={({ detail }) => {
          if (isFirstClick(detail)) mutate();
        }}
      >
        Put back now
      </Button>
      {error && <ErrorNotice error={error} title="It could not be put back." className="w-full" />}
    </div>
  );
}
