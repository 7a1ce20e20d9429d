import type { SourceId } from '@/lib/schemas/snapshot';

/** What a source asks its cloud for, told for 24 hours: metrics at AWS, series at Google Cloud. */
export interface DayRate {
  units: number;
  lists: number;
  /** US dollars at this rate for 30 days. */
  dollars: number;
  /** At the end of that time. */
  resources: number;
  everySeconds: number;
}

/** The last day of a source, and the days before it; null: too few were seen. */
export interface Spending {
  source: SourceId;
  day: DayRate;
  before: DayRate | null;
}
