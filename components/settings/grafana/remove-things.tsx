'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';
import { Question } from '@/components/ui/dialog';
import { plural } from '@/lib/format';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import { counted, isOwn, toRemove } from './thing-words';

interface RemoveThingsProps {
  things: GrafanaThing[];
  /** The act itself, after the question. @param overwrite ids of what was changed there, and is to go too */
  onRemove: (overwrite: string[]) => void;
  isPending: boolean;
  /** Something is being done already. */
  isHeld: boolean;
}

/** Takes back what Weir put there; asks before. Nothing where nothing is. */
export function RemoveThings({ things, onRemove, isPending, isHeld }: RemoveThingsProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [takesEdited, setTakesEdited] = useState(false);
  const edited = things.filter(({ standing }) => standing === 'changed-there').map(({ id }) => id);
  const overwrite = takesEdited ? edited : [];
  const removed = toRemove(things, overwrite);
  const close = () => {
    setIsAsked(false);
    setTakesEdited(false);
  };
  if (!things.some(isOwn)) return null;
  return (
    <>
      <Button variant="quiet" isPending={isPending} onClick={() => !isHeld && setIsAsked(true)}>
        Remove from Grafana
      </Button>
      <Question
        isOpen={isAsked}
        onClose={close}
        title="Remove Weir’s things from Grafana?"
        action={
          <Button
            variant="danger"
            onClick={() => {
              close();
              onRemove(overwrite);
            }}
          >
            Remove them
          </Button>
        }
      >
        <p>{removed.length > 0 ? `Removed: ${counted(removed)}.` : 'Nothing is removed.'}</p>
        {edited.length > 0 && (
          <Choice
            type="checkbox"
            checked={takesEdited}
            onChange={({ target }) => setTakesEdited(target.checked)}
            label={`Also ${plural(edited.length, 'thing that was', 'things that were')} changed in Grafana`}
            description="Without this, what was changed there stays as it is."
            className="px-3 py-2"
          />
        )}
        <p>
          Your data stays, and so do contact points and all that Weir did not put there. The folder stays if
          something is in it, or if it was renamed.
        </p>
      </Question>
    </>
  );
}
