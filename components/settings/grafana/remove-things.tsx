'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { plural } from '@/lib/format';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import { counted, ownThings } from './thing-words';

interface RemoveThingsProps {
  things: GrafanaThing[];
  /** The act itself, after the question. */
  onRemove: () => void;
  isPending: boolean;
  /** Something is being done already. */
  isHeld: boolean;
}

/** Takes back what Weir put there; asks before. Nothing where nothing is. */
export function RemoveThings({ things, onRemove, isPending, isHeld }: RemoveThingsProps) {
  const [isAsked, setIsAsked] = useState(false);
  const own = ownThings(things);
  const edited = own.filter(({ standing }) => standing === 'changed-there').length;
  const foreign = things.filter(({ standing }) => standing === 'foreign').length;
  const close = () => setIsAsked(false);
  if (own.length === 0) return null;
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
              onRemove();
            }}
          >
            Remove them
          </Button>
        }
      >
        <p>
          Removed: {counted(own)}.
          {edited > 0 &&
            ` ${plural(edited, 'of them was', 'of them were')} changed in Grafana: that is gone too.`}
        </p>
        <p>
          Your data stays, and so do your contact points and all that Weir did not put there
          {foreign > 0 && `, with ${plural(foreign, 'thing')} of the same name`}. No alert of Weir’s rules
          fires after that.
        </p>
      </Question>
    </>
  );
}
