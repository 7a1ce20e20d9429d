import 'server-only';
import type { DeadManInput, LastResult, SendResult } from '@/lib/schemas/notify';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { OutboundOptions } from '../outbound/safe-addresses';
import { keep } from './channels/channel';
import { deliver } from './channels/deliver';
import { deadManSignal, isSuccess, pingUrl, type Signal } from './dead-man-signal';
import type { DeadMan, NotifySettings } from './types';

export const PING_EVERY_MS = 60_000;

export interface DeadManPorts {
  now(): number;
  /** Milliseconds by the steady clock. */
  monotonicMs(): number;
  snapshot(): Snapshot;
  /** Never rejects. */
  ping(deadMan: DeadMan, signal: Signal): Promise<SendResult>;
}

export type LastPing = LastResult & { signal: Signal['kind'] };

export interface DeadManSwitch {
  start(): void;
  stop(): void;
  /** Takes note of a snapshot. */
  look(snapshot: Snapshot): void;
  /** What would be pinged now; null: nothing. */
  signal(deadMan: DeadMan): Signal | null;
  last(): LastPing | null;
  /** Since when, and how often in a row, no ping has got through; null: the last one has. */
  failing(): { sinceMs: number; tries: number } | null;
  /** The settings are others: what was pinged says nothing of them. */
  forget(): void;
}

/** Pings once a minute. Whatever keeps the panel from it, the other side notices. */
export function createDeadMan(ports: DeadManPorts, settings: () => NotifySettings): DeadManSwitch {
  const startedMs = ports.monotonicMs();
  let successMs = startedMs;
  let last: LastPing | null = null;
  let failing: ReturnType<DeadManSwitch['failing']> = null;
  let isPinging = false;
  let timer: NodeJS.Timeout | undefined;

  function signal(deadMan: DeadMan): Signal | null {
    const nowMs = ports.monotonicMs();
    const times = { nowMs: ports.now(), upMs: nowMs - startedMs, failingMs: nowMs - successMs };
    const afterMs = settings().rules.afterMinutes * 60_000;
    return deadManSignal({ snapshot: ports.snapshot(), ...times }, deadMan, afterMs);
  }

  async function ping(): Promise<void> {
    const { deadMan } = settings();
    const now = deadMan.isOn && deadMan.url !== '' ? signal(deadMan) : null;
    if (now === null || isPinging) return;
    isPinging = true;
    const result = await ports.ping(deadMan, now);
    isPinging = false;
    // Meanwhile it was given another address.
    if (deadMan.url !== settings().deadMan.url) return;
    last = { ...result, atMs: ports.now(), signal: now.kind };
    failing = result.wasSent
      ? null
      : { sinceMs: failing?.sinceMs ?? ports.now(), tries: (failing?.tries ?? 0) + 1 };
  }

  return {
    signal,
    last: () => last,
    failing: () => failing,
    forget: () => {
      last = null;
      failing = null;
    },
    look(snapshot) {
      if (isSuccess({ snapshot, nowMs: ports.now() }, settings().deadMan.okWhile))
        successMs = ports.monotonicMs();
    },
    start() {
      timer = setInterval(() => void ping(), PING_EVERY_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** One ping. Never throws: each failure is a result. */
export async function sendPing(
  { url }: DeadMan,
  { suffix, body }: Signal,
  options: OutboundOptions,
): Promise<SendResult> {
  const post = { url: pingUrl(url, suffix), contentType: 'text/plain; charset=utf-8', body };
  const { retryAfterSeconds: _, ...result } = await deliver(post, 'address', options);
  return result;
}

/** Without an address the saved one is kept. @throws AppError bad-request when it is on and has none */
export function deadManFrom(input: DeadManInput, saved: DeadMan): DeadMan {
  const url = input.isOn
    ? keep(input.url, saved.url, 'url', 'Enter the ping address.')
    : input.url || saved.url;
  return { ...input, url };
}
