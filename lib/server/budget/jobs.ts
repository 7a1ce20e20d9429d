import 'server-only';
import { SERIES_PER_LIMIT, SERIES_PER_TARGET } from '@/lib/cost';
import type { BudgetJob } from '@/lib/schemas/budget';
import type { TargetSample } from '@/lib/schemas/snapshot';

type Target = Pick<TargetSample, 'job' | 'samples' | 'intervalSeconds'>;

/**
 * Who uses how much, most series first. Pure.
 * @param keptShare of what each job offers, the part that its filter keeps, 0–1; a job whose part nobody knows gets
 * what the others leave of all that is sent
 * @param pointsPerMinute all that is sent, as vmagent counts it; null: not known
 * @param limits `series_limit` of jobs, for each of their targets
 */
export function budgetJobs(
  targets: readonly Target[],
  keptShare: ReadonlyMap<string, number>,
  pointsPerMinute: number | null,
  limits: ReadonlyMap<string, number> = new Map(),
): BudgetJob[] {
  const jobs = [...new Set(targets.map(({ job }) => job))].map((job) => {
    const own = targets.filter((target) => target.job === job);
    return { job, own, ...scraped(own), part: keptShare.get(job) ?? null };
  });
  const counted = jobs.map(({ own, offered, part, ...job }) => {
    const limit = limits.get(job.job) ?? null;
    const filtered = offered === null || part === null ? null : Math.round(offered * part);
    const most = limit === null ? Number.POSITIVE_INFINITY : limit * own.length;
    const added = own.length * (SERIES_PER_TARGET + (limit === null ? 0 : SERIES_PER_LIMIT));
    const kept = filtered === null ? null : Math.min(filtered, most) + added;
    return { ...job, own, offered, filtered, limit, kept, isEstimate: false };
  });
  const isCounted = counted.every(({ kept }) => kept !== null);
  const all = isCounted ? counted : withRest(counted, pointsPerMinute);
  return all
    .map(({ job, own, offered, filtered, limit, kept, isEstimate, intervalSeconds }) => ({
      job,
      targets: own.length,
      offered,
      filtered,
      limit,
      kept,
      isEstimate,
      intervalSeconds,
      pointsPerMinute: points(kept, intervalSeconds),
      share: null,
    }))
    .sort((a, b) => (b.kept ?? -1) - (a.kept ?? -1) || (a.job < b.job ? -1 : 1));
}

/** A sum, where each of its parts is known. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0 as number | null,
  );
}

interface Counted {
  job: string;
  own: readonly Target[];
  offered: number | null;
  filtered: number | null;
  limit: number | null;
  kept: number | null;
  isEstimate: boolean;
  intervalSeconds: number | null;
}

function scraped(own: readonly Target[]): Pick<Counted, 'offered' | 'intervalSeconds'> {
  const known = own.flatMap(({ samples }) => (samples === null ? [] : [samples]));
  return {
    offered: known.length === 0 ? null : known.reduce((sum, samples) => sum + samples, 0),
    intervalSeconds: own.find(({ intervalSeconds }) => intervalSeconds !== null)?.intervalSeconds ?? null,
  };
}

/** What the counted jobs leave of all that is sent belongs to the others, by what they offer. */
function withRest(jobs: readonly Counted[], pointsPerMinute: number | null): Counted[] {
  const known = jobs.reduce((sum, job) => sum + (points(job.kept, job.intervalSeconds) ?? 0), 0);
  const open = jobs.filter(({ kept, offered }) => kept === null && offered !== null);
  const offered = sumOf(open.map((job) => points(job.offered, job.intervalSeconds)));
  if (pointsPerMinute === null || !offered) return [...jobs];
  const part = Math.max(0, pointsPerMinute - known) / offered;
  return jobs.map((job) => {
    if (job.kept !== null || job.offered === null) return job;
    const most = job.offered + job.own.length * SERIES_PER_TARGET;
    const kept = Math.min(most, Math.max(job.own.length * SERIES_PER_TARGET, Math.round(job.offered * part)));
    return { ...job, kept, isEstimate: true };
  });
}

function points(series: number | null, intervalSeconds: number | null): number | null {
  return series === null || !intervalSeconds ? null : (series * 60) / intervalSeconds;
}
