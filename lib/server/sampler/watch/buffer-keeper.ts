import 'server-only';
import { logger } from '../../logger';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { QueueDiscard } from '../../vmagent/queue-log';
import { type Balance, balanceOf, createBufferLoss } from '../steps/buffer-loss';
import type { LossEvent } from '../steps/loss';
import type { SamplerPorts } from '../steps/ports';

/** A line of some 300 bytes, and only while something waits. */
const SAVE_MS = 5 * 60_000;
const WORTH_SAVING_BYTES = 64 * 1024;

/** The books of the buffer, which outlive the panel. */
export function createBufferKeeper(ports: SamplerPorts) {
  const loss = createBufferLoss();
  let loading: Promise<void> | null = null;
  let savedAtMs = Number.NEGATIVE_INFINITY;
  /** What the file holds. */
  let saved: Pick<Balance, 'startedAtMs' | 'isHeldUp'> | null = null;

  function saveIfDue(hasLost: boolean): void {
    const balance = loss.balance();
    if (!balance) return;
    const isWaiting = balance.pendingBytes >= WORTH_SAVING_BYTES;
    const isHeldUp = isWaiting && balance.isHeldUp;
    // What is delivered by now must not be missed by the panel after a power cut.
    const isOver = saved?.isHeldUp === true && !isHeldUp;
    // Nor is a loss to be found once more by the next panel.
    const isTold = hasLost || (saved !== null && saved.startedAtMs !== balance.startedAtMs);
    if (!isOver && !isTold && (!isWaiting || ports.steadyNow() - savedAtMs < SAVE_MS)) return;
    savedAtMs = ports.steadyNow();
    saved = { startedAtMs: balance.startedAtMs, isHeldUp };
    ports.saveBalance(balance).catch((error: unknown) => {
      logger().debug({ err: error }, 'what is known of the buffer could not be saved');
    });
  }

  return {
    balance: (): Balance | null => loss.balance(),
    unsettledSinceMs: loss.unsettledSinceMs,
    onClockSet: loss.onClockSet,
    /** Once, before the first step. Never rejects. */
    load(): Promise<void> {
      loading ??= ports.loadBalance().then(
        (balance) => {
          if (!balance) return;
          saved = balance;
          loss.resume(balance);
        },
        () => undefined,
      );
      return loading;
    },
    /** @returns what is found to be lost with this reading */
    step(
      metrics: VmagentMetrics | null,
      isHeldUp: boolean,
      discard: QueueDiscard | null | undefined,
      nowMs: number,
    ): LossEvent[] {
      const events = loss.step(metrics && balanceOf(metrics, nowMs, isHeldUp), discard);
      saveIfDue(events.length > 0);
      return events;
    },
  };
}
