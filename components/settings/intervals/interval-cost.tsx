'use client';

import { useWatch } from 'react-hook-form';
import {
  bufferHours,
  grafanaSeriesFactor,
  type LiveLoad,
  loadWith,
  pointsPerMinute,
  requestFactor,
} from '@/lib/cost';
import { formatDuration } from '@/lib/duration';
import { formatNumber, formatRate } from '@/lib/format';
import { isCloud, jobSource, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ScrapeJob, Settings } from '@/lib/schemas/settings/settings';
import { changedIntervals, type IntervalValues, intervalsOf } from './interval-forms';

function useLoad(): LiveLoad | undefined {
  return useSnapshot(({ targets, delivery }) => ({ targets, delivery }));
}

const useIntervals = () => intervalsOf(useWatch<IntervalValues>() as IntervalValues);

interface IntervalCostProps {
  job: ScrapeJob;
  settings: Settings;
}

/** What one job's interval costs, and what another one would: a line that moves as it is typed. */
export function IntervalCost({ job, settings }: IntervalCostProps) {
  const live = useLoad();
  const wanted = useIntervals()[job];
  const now = settings.scrape[job]?.intervalSeconds;
  if (wanted === undefined || now === undefined) return null;

  const points = formatNumber(pointsPerMinute(wanted));
  const unit = points === '1' ? 'data point' : 'data points';
  const factor = grafanaSeriesFactor(wanted);
  const parts = [
    wanted === now
      ? `${points} ${unit} a minute of each series.`
      : `${formatDuration(now)} → ${formatDuration(wanted)}: ${points} ${unit} a minute instead of ${formatNumber(pointsPerMinute(now))}${live ? difference(live, job, wanted) : ''}.`,
    settings.destination.kind === 'grafana-cloud' &&
      factor > 1 &&
      `Grafana Cloud includes 1 a minute and bills this as ${formatNumber(factor)} times the series.`,
    bill(job, wanted, now, live),
  ];
  return parts.filter(Boolean).join(' ');
}

/** `, 31 samples/s more`, or nothing where it cannot be told. */
function difference(live: LiveLoad, job: ScrapeJob, wanted: number): string {
  const [before, after] = [loadWith(live, {}), loadWith(live, { [job]: wanted })];
  if (before.samplesPerSecond === null || after.samplesPerSecond === null) return '';
  const more = after.samplesPerSecond - before.samplesPerSecond;
  if (more === 0) return '';
  return `, about ${formatRate(Math.abs(more), 'samples')} ${more > 0 ? 'more' : 'fewer'}`;
}

/** What the cloud behind a job asks for its reads. */
function bill(job: ScrapeJob, wanted: number, now: number, live: LiveLoad | undefined): string | null {
  const id = jobSource(job);
  if (id === null || !isCloud(id)) return null;
  const cloud = sourceWords(id);
  const factor = requestFactor(now, wanted);
  const asked = factor === 1 ? null : `${cloud} is asked, and bills, ${formatNumber(factor)} times as often.`;
  const series = live?.targets.find((target) => target.job === job)?.samples ?? null;
  const { price } = sourceRecord(id);
  if (price === null || series === null) return asked;
  const dollars = price.perMonth(series, wanted);
  const words = dollars === 0 ? price.free : `About ${formatNumber(dollars)} US dollars a month at ${cloud}.`;
  return [asked, words].filter(Boolean).join(' ');
}

/** What all intervals of the form come to, beside what they come to now. */
export function TotalCost({ settings }: { settings: Settings }) {
  const live = useLoad();
  const intervals = useIntervals();
  if (!live) return null;
  const [now, then] = [loadWith(live, {}), loadWith(live, changedIntervals(intervals, settings))];
  if (now.samplesPerSecond === null || then.samplesPerSecond === null) return null;
  const size = settings.buffer.maxBytes;
  const [hoursNow, hoursThen] = [
    bufferHours(size, now.bytesPerSecond),
    bufferHours(size, then.bytesPerSecond),
  ];
  const isSame = now.samplesPerSecond === then.samplesPerSecond;
  return (
    <p className="rounded-lg border border-line bg-sunken px-4 py-3 text-sm">
      All together: about {formatRate(then.samplesPerSecond, 'samples')}
      {!isSame && ` instead of ${formatNumber(now.samplesPerSecond)}`}.
      {hoursThen !== null && (
        <>
          {' '}
          A full buffer covers an outage of <Hours hours={hoursThen} />
          {!isSame && hoursNow !== null && (
            <>
              {' '}
              instead of <Hours hours={hoursNow} />
            </>
          )}
          .
        </>
      )}
    </p>
  );
}

/** Such as `3 d 8 h`, in one piece. */
function Hours({ hours }: { hours: number }) {
  return <span className="whitespace-nowrap">{formatDuration(hours * 3600)}</span>;
}
