import { seriesIn, writeRequest } from './write-request.ts';

/**
 * A fake limit of active series as Grafana Cloud has it: a request with series beyond it is answered 429, what it has of
 * series that are known is taken all the same, and a series counts for some time after its last sample.
 */
export class FakeSeriesLimit {
  readonly most: number;
  readonly #activeMs: number;
  readonly #seenAtMs = new Map<string, number>();
  /** Requests that were refused. */
  refused = 0;

  /** @param activeSeconds 20 minutes at Grafana Cloud */
  constructor(most: number, activeSeconds: number) {
    this.most = most;
    this.#activeMs = activeSeconds * 1000;
  }

  /** @returns what of the request is taken, and what is answered where that is not all */
  take(body: Buffer, nowMs: number): { taken: Buffer; refusal: { status: number; body: string } | null } {
    for (const [labels, atMs] of this.#seenAtMs)
      if (nowMs - atMs > this.#activeMs) this.#seenAtMs.delete(labels);
    const all = seriesIn(body);
    const taken = all.filter(({ labels }) => {
      const isTaken = this.#seenAtMs.has(labels) || this.#seenAtMs.size < this.most;
      if (isTaken) this.#seenAtMs.set(labels, nowMs);
      return isTaken;
    });
    if (taken.length === all.length) return { taken: body, refusal: null };
    this.refused += 1;
    const words = `per-user series limit of ${this.most} exceeded (err-mimir-max-active-series)`;
    return { taken: writeRequest(taken), refusal: { status: 429, body: words } };
  }
}
