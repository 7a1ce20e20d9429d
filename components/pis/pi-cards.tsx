import { Figure } from '@/components/feedback/figure';
import { RelativeTime } from '@/components/feedback/relative-time';
import { formatCount, UNKNOWN } from '@/lib/format';
import type { PiRow } from '@/lib/schemas/look/pis';
import { findingsWords } from './pi-look';
import { PiName } from './pi-name';
import { PiRemarks, PiStateWord } from './pi-state';

/** The Pis on a phone: one card each. */
export function PiCards({ pis }: { pis: readonly PiRow[] }) {
  return (
    <ul className="flex flex-col gap-3 md:hidden">
      {pis.map((pi, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two names may look alike once they are cut
          key={index}
          className="flex flex-col gap-2.5 rounded-lg border border-line bg-surface p-4 shadow-card"
        >
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <PiName pi={pi} />
            </div>
            <PiStateWord pi={pi} />
          </div>
          <PiRemarks pi={pi} />
          <div className="grid grid-cols-3 gap-2">
            <Figure name="Newest sample">
              <RelativeTime atMs={pi.newestAtMs} />
            </Figure>
            <Figure name="Series">{formatCount(pi.series)}</Figure>
            <Figure name="Version">{pi.version ?? UNKNOWN}</Figure>
          </div>
          <Figure name="Findings">
            <span className="whitespace-normal">{findingsWords(pi.findings) ?? UNKNOWN}</span>
          </Figure>
        </li>
      ))}
    </ul>
  );
}
