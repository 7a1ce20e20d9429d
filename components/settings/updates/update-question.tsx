'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';
import { Question } from '@/components/ui/dialog';
import { isFirstClick } from '@/lib/client/first-click';
import { useUpdate } from '@/lib/queries/updates/updates';
import type { Served } from '@/lib/schemas/updates/updates';
import type { Chosen } from './typed-version';
import { shortDigest } from './update-words';

interface UpdateQuestionProps {
  served: Served;
  chosen: Chosen;
  revision: string;
  onClose: () => void;
  onStarted: (taskId: string | null) => void;
}

/** What an update does and how it is judged, before it begins. */
export function UpdateQuestion({ served, chosen, revision, onClose, onStarted }: UpdateQuestionProps) {
  const [isQuick, setIsQuick] = useState(false);
  const [maySeriesDiffer, setMaySeriesDiffer] = useState(false);
  const { mutate, isPending, error, data } = useUpdate();
  const { service } = served;
  const name = chosen.tag ?? shortDigest(chosen.digest ?? '');

  const run = () =>
    mutate(
      { wish: { service, ...chosen, isQuick, maySeriesDiffer }, revision },
      {
        onSuccess: ({ taskId }) => {
          if (taskId === null) return;
          onStarted(taskId);
          onClose();
        },
      },
    );

  return (
    <Question
      isOpen
      onClose={onClose}
      title={`Bring ${service} to ${name}?`}
      action={
        <Button
          variant="primary"
          isPending={isPending}
          onClick={({ detail }) => {
            if (isFirstClick(detail)) run();
          }}
        >
          Update
        </Button>
      }
    >
      <p>
        It is downloaded first{served.from === 'built' && ` from ${served.home}`}. Then {service} restarts,
        about 5 s, and is watched: it has to stay up, its targets have to be read, the destination has to take
        samples, and nothing may be dropped. Otherwise {served.version ?? 'the earlier version'} comes back by
        itself. No other change can be made meanwhile.
      </p>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-strong text-sm">How it is watched</legend>
        <Choice
          name="watch"
          checked={!isQuick}
          onChange={() => setIsQuick(false)}
          label="Ten minutes"
          description="Enough for each source, and for what shows only after a while."
        />
        <Choice
          name="watch"
          checked={isQuick}
          onChange={() => setIsQuick(true)}
          label="A quick look of two minutes"
          description="Longer where a target is scraped less often."
        />
        <Choice
          type="checkbox"
          checked={maySeriesDiffer}
          onChange={(event) => setMaySeriesDiffer(event.target.checked)}
          label="Its series may differ"
          description="Otherwise it goes back where a source has over 5 % more or fewer series than before."
        />
      </fieldset>
      {data?.taskId === null && <p className="text-sm">This version runs already: there is nothing to do.</p>}
      {error && <ErrorNotice error={error} title="Nothing was changed." />}
    </Question>
  );
}
