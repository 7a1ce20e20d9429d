import { RelativeTime } from '@/components/feedback/relative-time';
import { formatCount, UNKNOWN } from '@/lib/format';
import type { PiRow } from '@/lib/schemas/look/pis';
import { findingsWords } from './pi-look';
import { PiName } from './pi-name';
import { PiRemarks, PiStateWord } from './pi-state';

interface PisTableProps {
  pis: readonly PiRow[];
  /** Which of them these are. */
  what: string;
}

/** For screens with room for columns; `PiCards` is for the others. */
export function PisTable({ pis, what }: PisTableProps) {
  return (
    <div className="hidden overflow-hidden rounded-lg border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <caption className="sr-only">{what}, worst first</caption>
        <thead className="border-line border-b text-quiet text-xs">
          <tr>
            <th className="px-4 py-2.5 font-normal">Pi</th>
            <th className="w-64 px-2 py-2.5 font-normal">State</th>
            <th className="w-32 whitespace-nowrap px-2 py-2.5 text-right font-normal">Newest sample</th>
            <th className="w-20 px-2 py-2.5 text-right font-normal">Series</th>
            <th className="w-40 px-2 py-2.5 font-normal">Findings</th>
            <th className="w-24 px-4 py-2.5 text-right font-normal">Version</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {pis.map((pi, index) => (
            // Two names may look alike once they are cut.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
            <Row key={index} pi={pi} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ pi }: { pi: PiRow }) {
  return (
    <tr className="align-top">
      <th scope="row" className="px-4 py-3 font-normal">
        <PiName pi={pi} />
      </th>
      <td className="px-2 py-3">
        <div className="flex flex-col gap-1">
          <PiStateWord pi={pi} isBare />
          <PiRemarks pi={pi} />
        </div>
      </td>
      <td className="figure px-2 py-3 text-right">
        <RelativeTime atMs={pi.newestAtMs} />
      </td>
      <td className="figure px-2 py-3 text-right">{formatCount(pi.series)}</td>
      <td className="px-2 py-3">{findingsWords(pi.findings) ?? UNKNOWN}</td>
      <td className="figure px-4 py-3 text-right">{pi.version ?? UNKNOWN}</td>
    </tr>
  );
}
