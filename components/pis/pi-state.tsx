import { TriangleAlert } from 'lucide-react';
import { Elapsed } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import type { PiRow } from '@/lib/schemas/look/pis';
import { piLooks, remarksOf, stateWords } from './pi-look';

/** How it is, in a word, and what it is known by. */
export function PiStateWord({ pi, isBare = false }: { pi: PiRow; isBare?: boolean }) {
  return <StatePill {...piLooks[pi.state]} isBare={isBare} />;
}

/** What the word does not say, and what stands beside it. */
export function PiRemarks({ pi }: { pi: PiRow }) {
  const words = stateWords(pi);
  const remarks = remarksOf(pi);
  const isSilent = pi.state === 'silent';
  if (words === null && !isSilent && remarks.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 text-quiet text-xs">
      {words && <li>{words}</li>}
      {isSilent && (
        <li>
          Nothing new for <Elapsed atMs={pi.newestAtMs} />.
        </li>
      )}
      {remarks.map((remark) => (
        <li key={remark} className="flex items-start gap-1 text-waiting">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          {remark}
        </li>
      ))}
    </ul>
  );
}
