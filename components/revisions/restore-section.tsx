'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { PreviewView } from '@/components/forms/preview-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { useRestorePreview } from '@/lib/queries/revisions';
import { useShownTask } from '@/lib/queries/tasks/shown-task';
import type { RevisionDetail } from '@/lib/schemas/revision';
import type { ChangePreview } from '@/lib/schemas/settings/settings';
import { RestoreDialog } from './restore-dialog';

/** What going back would do now, and doing it. */
export function RestoreSection({ revision }: { revision: RevisionDetail }) {
  const load = useRestorePreview(revision.id);
  const { data: preview, refetch, isFetching } = load;
  const [isAsked, setIsAsked] = useState(false);
  // What somebody else changes while the question stands must not slip in under it; the answer is refused then.
  const [askedPreview, setAskedPreview] = useState<ChangePreview | null>(null);
  const { taskId, showTask, isRunning } = useShownTask('apply');
  const isSame = preview !== undefined && preview.files.length === 0 && preview.effects.length === 0;
  const canRestore = preview !== undefined && !isSame && preview.problems.length === 0;

  return (
    <Section title="Go back to this state">
      {taskId && <ApplyProgress key={taskId} taskId={taskId} />}
      <Loaded load={load} title="What this would do is not known." waiting={<Skeleton className="h-32" />}>
        {() => (
          <>
            {isSame && !taskId && (
              <p className="text-quiet">The files and the services are in this state already.</p>
            )}
            {preview && !isSame && !isRunning && (
              <>
                <PreviewView preview={preview} />
                {canRestore && (
                  <Button
                    variant="primary"
                    icon={Undo2}
                    onClick={() => {
                      setAskedPreview(preview);
                      setIsAsked(true);
                    }}
                    className="self-start"
                  >
                    Restore this state
                  </Button>
                )}
              </>
            )}
          </>
        )}
      </Loaded>
      {preview && (
        <RestoreDialog
          id={revision.id}
          preview={askedPreview ?? preview}
          isRefreshing={isFetching}
          isOpen={isAsked}
          onClose={() => setIsAsked(false)}
          onStarted={showTask}
          onConflict={() => {
            setAskedPreview(null);
            void refetch();
          }}
        />
      )}
    </Section>
  );
}
