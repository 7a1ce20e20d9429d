import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import { formatDuration } from '@/lib/duration';
import { formatCount, formatSeconds, UNKNOWN } from '@/lib/format';
import type { TargetSample } from '@/lib/schemas/snapshot';
import { targetStates } from './target-look';
import { TargetName } from './target-name';

export function TargetCards({ targets }: { targets: TargetSample[] }) {
  return (
    <ul className="flex flex-col gap-3 md:hidden">
      {targets.map((target) => (
        <li
          key={`${target.job} ${target.instance}`}
          className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
        >
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <p>
                <TargetName target={target} />
              </p>
              <p className="break-words text-quiet text-xs">{target.instance}</p>
            </div>
            <StatePill {...targetStates[target.state]} />
          </div>
          {target.lastError && (
            <p className="break-words rounded-md bg-losing-soft p-2.5 font-mono text-losing text-xs">
              {target.lastError}
            </p>
          )}
          <dl className="grid grid-cols-4 gap-2">
            <Figure name="Scraped">
              <RelativeTime atMs={target.lastScrapeAtMs} fallback="not yet" />
            </Figure>
            <Figure name="Took">{formatSeconds(target.durationSeconds)}</Figure>
            <Figure name="Samples">{formatCount(target.samples)}</Figure>
            <Figure name="Every">
              {target.intervalSeconds === null ? UNKNOWN : formatDuration(target.intervalSeconds)}
            </Figure>
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-quiet text-xs">{name}</dt>
      <dd className="figure text-sm">{children}</dd>
    </div>
  );
}
