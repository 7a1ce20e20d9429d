import { RelativeTime } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import { formatDuration } from '@/lib/duration';
import { formatCount, formatSeconds, UNKNOWN } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import type { TargetSample } from '@/lib/schemas/snapshot';
import { targetStates } from './target-look';
import { TargetName } from './target-name';

/** For screens with room for columns; `TargetCards` is for the others. */
export function TargetsTable({ targets }: { targets: TargetSample[] }) {
  return (
    <div className="hidden overflow-hidden rounded-lg border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-line border-b text-quiet text-xs">
          <tr>
            <th className="w-28 px-4 py-2.5 font-normal">State</th>
            <th className="px-2 py-2.5 font-normal">Target</th>
            <th className="w-28 px-2 py-2.5 font-normal">Source</th>
            <th className="w-28 px-2 py-2.5 text-right font-normal">Last scrape</th>
            <th className="w-20 px-2 py-2.5 text-right font-normal">Took</th>
            <th className="w-20 px-2 py-2.5 text-right font-normal">Samples</th>
            <th className="w-20 px-4 py-2.5 text-right font-normal">Every</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {targets.map((target) => (
            <Row key={`${target.job} ${target.instance}`} target={target} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ target }: { target: TargetSample }) {
  return (
    <tr>
      <td className="px-4 py-3 align-top">
        <StatePill {...targetStates[target.state]} isBare />
      </td>
      <th scope="row" className="px-2 py-3 font-normal">
        <TargetName target={target} />
        <span className="ml-2 break-words text-quiet">{target.instance}</span>
        {target.lastError && (
          <span className="mt-1 block break-words font-mono text-losing text-xs">{target.lastError}</span>
        )}
      </th>
      <td className="px-2 py-3 align-top text-quiet">
        {target.source ? sourceWords(target.source) : UNKNOWN}
      </td>
      <td className="figure px-2 py-3 text-right align-top">
        <RelativeTime atMs={target.lastScrapeAtMs} fallback="not yet" />
      </td>
      <td className="figure px-2 py-3 text-right align-top">{formatSeconds(target.durationSeconds)}</td>
      <td className="figure px-2 py-3 text-right align-top">{formatCount(target.samples)}</td>
      <td className="figure px-4 py-3 text-right align-top">
        {target.intervalSeconds === null ? UNKNOWN : formatDuration(target.intervalSeconds)}
      </td>
    </tr>
  );
}
