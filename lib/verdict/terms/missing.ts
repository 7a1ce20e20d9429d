import type { SourceId } from '@/lib/schemas/snapshot';

/** Of what vmagent has scraped and delivered the destination shows nothing: of a source, or null: of all of it. */
export interface Missing {
  source: SourceId | null;
  /** Of the newest sample that it has; null: of the last hour it has none. */
  newestAtMs: number | null;
  sinceMs: number;
}

/** Why the destination does not say what has arrived, in Weir's own words. */
export interface Unread {
  message: string;
  hint: string;
  sinceMs: number;
}
