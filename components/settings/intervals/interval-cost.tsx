'use client';

import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { range } from '@/components/forms/sources/price/words';
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
import { isCloud, jobSource, jobWords, sourceWords } from '@/lib/pipeline/components';
import { clockOf, scrapeSecondsOf, sourceRecord } from '@/lib/pipeline/records';
import { prices as knownPrices, type Prices } from '@/lib/pipeline/sources/prices';
import { priceQuery } from '@/lib/queries/price';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { ScrapeJob, Settings } from '@/lib/schemas/settings/settings';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { changedIntervals, type IntervalValues, intervalsOf } from './interval-forms';

type Live = LiveLoad & Pick<Snapshot, 'sources'>;

function useLoad(): Live | undefined {
  return useSnapshot(({ targets, delivery, sources }) => ({ targets, delivery, sources }));
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
  const { prices = knownPrices } = useQuery(priceQuery()).data ?? {};
  const timing = settings.scrape[job];
  if (wanted === undefined || timing === undefined) return null;

  const { intervalSeconds, scrapeSeconds: now } = timing;
  const then = wanted === intervalSeconds ? now : scrapeSecondsOf(job, wanted);
  const points = formatNumber(pointsPerMinute(then));
  const unit = points === '1' ? 'data point' : 'data points';
  const factor = grafanaSeriesFactor(then);
  const parts = [
    clockOf(job) &&
      `${jobWords(job)} is asked every ${formatDuration(wanted)}; vmagent scrapes the answers every ${formatDuration(then)}.`,
    then === now
      ? `${points} ${unit} a minute of each series.`
      : `${formatDuration(now)} → ${formatDuration(then)}: ${points} ${unit} a minute instead of ${formatNumber(pointsPerMinute(now))}${live ? difference(live, job, then) : ''}.`,
    settings.destination.kind === 'grafana-cloud' &&
      factor > 1 &&
      `Grafana Cloud includes 1 a minute and bills this as ${formatNumber(factor)} times the series.`,
    bill(job, wanted, intervalSeconds, live, prices),
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
function bill(
  job: ScrapeJob,
  wanted: number,
  now: number,
  live: Live | undefined,
  prices: Prices,
): string | null {
  const id = jobSource(job);
  if (id === null || !isCloud(id)) return null;
  const cloud = sourceWords(id);
  const factor = requestFactor(now, wanted);
  const asked = factor === 1 ? null : `${cloud} is asked, and bills, ${formatNumber(factor)} times as often.`;
  const round = live?.sources.find((source) => source.id === id)?.billed?.round;
  const { price } = sourceRecord(id);
  if (price === null || !round) return asked;
  const dollars = price.dollars(round, wanted, prices);
  const words = dollars.most === 0 ? price.free : `About ${range(dollars)} a month at ${cloud}.`;
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
