import { useId } from 'react';
import { Button } from '@/components/ui/button';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import { RemoveThings } from './remove-things';
import { counted, isHeld, isOwn, toPut } from './thing-words';

interface PutRowProps {
  things: GrafanaThing[];
  /** Ids of what is to be overwritten. */
  ticked: readonly string[];
  canPut: boolean;
  pending: 'apply' | 'remove' | null;
  onPut: () => void;
  /** @param overwrite ids of what was changed there, and is to go too */
  onRemove: (overwrite: string[]) => void;
}

/** Puts them there, or takes them back; while it is done, and where there is nothing to do, says so. */
export function PutRow({ things, ticked, canPut, pending, onPut, onRemove }: PutRowProps) {
  const id = useId();
  const wanted = toPut(things, ticked);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {canPut && (
          <Button
            variant="primary"
            disabled={wanted.length === 0}
            isPending={pending === 'apply'}
            aria-describedby={id}
            onClick={() => pending === null && onPut()}
          >
            {things.some(isOwn) ? 'Update' : 'Put them into Grafana'}
          </Button>
        )}
        <RemoveThings
          things={things}
          isPending={pending === 'remove'}
          isHeld={pending !== null}
          onRemove={onRemove}
        />
      </div>
      <p id={id} role="status" className="text-quiet text-sm empty:hidden">
        {pending === null ? canPut && reason(things, wanted) : PENDING[pending]}
      </p>
    </div>
  );
}

const PENDING = {
  apply: 'They are put there one after the other, then read again. This may take a minute.',
  remove: 'They are removed one after the other, then read again. This may take a minute.',
};

function reason(things: GrafanaThing[], wanted: GrafanaThing[]): string {
  const gone = wanted.filter(({ act }) => act === 'removed');
  const put = wanted.filter(({ act }) => act !== 'removed');
  const words = [
    put.length > 0 && `To be put there: ${counted(put)}.`,
    gone.length > 0 && `To be removed, because all of its rules are off: ${counted(gone)}.`,
  ].filter(Boolean);
  if (words.length > 0) return words.join(' ');
  return things.some(isHeld)
    ? 'Nothing to do, unless you tick what is to be overwritten.'
    : 'Nothing to do: Grafana has all that Weir puts there.';
}
