import type { Finding, Snapshot } from '../../../lib/schemas/snapshot.ts';
import type { HelloEvent, PatchEvent } from '../../../lib/schemas/stream.ts';
import { sleep, waitFor } from '../run/exec.ts';
import type { OwnerClient } from './panel.ts';

export interface SeenFinding {
  finding: Finding;
  /** When it came to this page. */
  atMs: number;
}

/** An open page: what a browser tab knows from `GET /api/stream`, which it opens again when it breaks off. */
export class Viewer {
  snapshot: Snapshot | null = null;
  /** The findings that are on the page, by id. */
  readonly seen = new Map<string, SeenFinding>();
  readonly #ending = new AbortController();
  readonly #panel: () => OwnerClient;

  /** @param panel asked at each connection, since a panel may be started anew */
  constructor(panel: () => OwnerClient) {
    this.#panel = panel;
    void this.#run();
  }

  close(): void {
    this.#ending.abort();
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      await this.#read().catch(() => undefined);
      await sleep(250);
    }
  }

  async #read(): Promise<void> {
    const panel = this.#panel();
    const headers = { cookie: panel.cookie(), 'sec-fetch-site': 'same-origin' };
    const response = await fetch(`${panel.url}/api/stream`, { headers, signal: this.#ending.signal });
    if (!response.ok || !response.body) return;
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) this.#take(frame);
    }
  }

  #take(frame: string): void {
    const event = /^event: (.*)$/m.exec(frame)?.[1];
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (!data) return;
    if (event === 'hello') this.snapshot = (JSON.parse(data) as HelloEvent).snapshot;
    else if (event === 'patch' && this.snapshot)
      this.snapshot = { ...this.snapshot, ...(JSON.parse(data) as PatchEvent) };
    else return;
    const findings = this.snapshot.verdict.findings;
    for (const id of this.seen.keys()) if (!findings.some((one) => one.id === id)) this.seen.delete(id);
    const atMs = Date.now();
    for (const finding of findings)
      this.seen.set(finding.id, { finding, atMs: this.seen.get(finding.id)?.atMs ?? atMs });
  }

  /** Waits until the page is as `isSo` wants it. @throws Error with the findings that were there instead */
  async until(what: string, isSo: (snapshot: Snapshot) => boolean, timeoutMs = 30_000): Promise<Snapshot> {
    const look = () => this.snapshot !== null && isSo(this.snapshot) && this.snapshot;
    return waitFor(what, look, { timeoutMs, everyMs: 20 }).catch((error: Error) => {
      throw new Error(`${error.message} On the page: ${[...this.seen.keys()].join(', ') || 'nothing'}.`);
    });
  }

  async found(id: string, timeoutMs?: number): Promise<SeenFinding> {
    await this.until(id, () => this.seen.has(id), timeoutMs);
    const seen = this.seen.get(id);
    if (!seen) throw new Error(`${id} went as it came.`);
    return seen;
  }

  async gone(id: string, timeoutMs?: number): Promise<void> {
    await this.until(`${id} to go`, () => !this.seen.has(id), timeoutMs);
  }
}
