import { Button } from '@/components/ui/button';
import { StatePill } from '@/components/ui/state-pill';
import { plural } from '@/lib/format';
import type { Served } from '@/lib/schemas/updates/updates';
import { dayWords } from './update-words';

interface OutsideVersionProps {
  outside: NonNullable<Served['outside']>;
  /** Why nothing can be updated now; null: it can. */
  closed: string | null;
  isBusy: boolean;
  onChoose: (chosen: { tag: string }) => void;
}

/** A version that a registry has, and nobody has tried with this Weir. */
export function OutsideVersion({ outside, closed, isBusy, onChoose }: OutsideVersionProps) {
  const { version, seenDays, waitsUntil } = outside;
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm">
          <span className="figure font-strong">{version}</span> has come out; this release of Weir has not
          tried it.
        </span>
        {waitsUntil !== null && <StatePill tone="waiting" word={`Waits until ${dayWords(waitsUntil)}`} />}
      </p>
      <p className="text-quiet text-xs">
        {seenDays === 0
          ? 'Seen in its registry since today.'
          : `Seen in its registry for ${plural(seenDays, 'day')}.`}
      </p>
      {closed === null && (
        <div>
          <Button variant="secondary" disabled={isBusy} onClick={() => onChoose({ tag: version })}>
            Try {version}
          </Button>
        </div>
      )}
    </div>
  );
}
