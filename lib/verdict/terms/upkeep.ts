/** A service that runs something else than the files say. */
export interface Drift {
  service: string;
  words: string;
}

/** What is in Grafana of Weir’s is not this version’s. */
export interface OutOfStep {
  /** Of Weir: which one has put it there, or the last part of it. */
  putVersion: string;
}

/** Backups that are made by themselves. */
export interface Backups {
  everyMs: number;
  /** The last good one; null: there was none yet. */
  newestAtMs: number | null;
  /** Since when they are made as they are now. */
  onSinceMs: number;
  /** Why the last one was not made. */
  failure: { atMs: number; message: string; hint: string | null } | null;
}
