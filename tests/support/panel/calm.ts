import type { Finding, Snapshot, Verdict } from '../../../lib/schemas/snapshot.ts';
import type { Status } from '../../../lib/schemas/status.ts';
import { waitFor } from '../run/exec.ts';
import type { OwnerClient } from './panel.ts';

/** A finding that asks for a look, while it stood on an open page; what is only being started is none. */
export interface Alarm extends Pick<Finding, 'id' | 'severity' | 'title' | 'evidence'> {
  /** Since the watch began. */
  fromSeconds: number;
  seconds: number;
}

export interface Calm {
  /** Each told by the panel on its own: the first one and every change after it. */
  snapshots: number;
  /** Longest time between two of them. */
  longestGapSeconds: number;
  seconds: number;
  states: Record<string, number>;
  alarms: Alarm[];
  /** The panel ended the stream by itself. */
  isCut: boolean;
}

/** What was read before the launch ended is not what is watched: waits for the first reading without a finding. */
export async function becomesCalm(panel: OwnerClient): Promise<void> {
  const isCalm = async () => {
    const { verdict } = await panel.json<Status>('GET', '/api/status');
    return verdict.state === 'ok' && verdict.findings.length === 0;
  };
  await waitFor('a reading without a finding', isCalm, { timeoutMs: 30_000 });
}

/**
 * Watches the panel as an open page does, from now until `stop`. A finding that comes and goes counts each time.
 * @throws Error when the panel does not answer with a stream
 */
export async function watchCalm(panel: OwnerClient): Promise<{ stop(): Promise<Calm> }> {
  const ended = new AbortController();
  const response = await fetch(`${panel.url}/api/stream`, {
    headers: { cookie: panel.cookie() },
    signal: ended.signal,
  });
  if (!response.ok || !response.body) throw new Error(`/api/stream answered ${response.status}.`);
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const calm: Calm = { snapshots: 0, longestGapSeconds: 0, seconds: 0, states: {}, alarms: [], isCut: false };
  const open = new Map<string, Alarm>();
  let lastAt = 0;

  const judge = ({ state, findings }: Verdict) => {
    for (const [id, alarm] of open) {
      if (findings.some((finding) => finding.id === id)) continue;
      alarm.seconds = elapsed() - alarm.fromSeconds;
      open.delete(id);
    }
    for (const { id, severity, title, evidence } of findings) {
      if (open.has(id) || severity === 'info') continue;
      const alarm = { id, severity, title, evidence, fromSeconds: elapsed(), seconds: 0 };
      open.set(id, alarm);
      calm.alarms.push(alarm);
    }
    calm.states[state] = (calm.states[state] ?? 0) + 1;
  };
  const take = (event: string, data: string) => {
    const told = JSON.parse(data) as Partial<Snapshot> & { snapshot?: Snapshot };
    const verdict = event === 'hello' ? told.snapshot?.verdict : told.verdict;
    if (verdict) judge(verdict);
    calm.snapshots += 1;
    calm.longestGapSeconds = Math.max(calm.longestGapSeconds, elapsed() - lastAt);
    lastAt = elapsed();
  };
  const read = async (body: ReadableStream<Uint8Array>) => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /^event: (hello|patch)\ndata: (.+)$/.exec(part) ?? [];
        if (event && data) take(event, data);
      }
    }
    calm.isCut = true;
  };
  const reading = read(response.body).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  return {
    stop: async () => {
      ended.abort();
      await reading;
      calm.seconds = elapsed();
      for (const alarm of open.values()) alarm.seconds = elapsed() - alarm.fromSeconds;
      return calm;
    },
  };
}
