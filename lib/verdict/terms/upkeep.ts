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
