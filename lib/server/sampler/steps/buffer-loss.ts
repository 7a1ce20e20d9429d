import 'server-only';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { QueueDiscard } from '../../vmagent/queue-log';
import type { LossEvent } from './loss';

/** What came into the buffer and went out of it until one reading. Saved, so that a panel that was down knows it. */
export interface Balance {
  atMs: number;
  /** Of the process that counted. */
  startedAtMs: number;
  /** Of which address; null: this vmagent does not say. */
  queuePath: string | null;
  pendingBytes: number;
  queuedBytes: number;
  /** Taken out of the queue's part on the disk. */
  readBytes: number;
  sentBytes: number;
  sentBlocks: number;
  overflowBytes: number;
  rejectedBlocks: number;
  /** The destination took nothing then, so nothing was sent between this reading and the end of the process. */
  isHeldUp: boolean;
}

export function balanceOf(metrics: VmagentMetrics, atMs: number, isHeldUp: boolean): Balance | null {
  const { startedAtMs, pendingBytes, bytesQueued, bytesSent } = metrics;
  if (startedAtMs === null || pendingBytes === null || bytesQueued === null || bytesSent === null)
    return null;
  return {
    atMs,
    startedAtMs,
    queuePath: metrics.queuePath,
    pendingBytes,
    queuedBytes: bytesQueued,
    readBytes: metrics.bytesRead ?? BLOCK_MAX_BYTES,
    sentBytes: bytesSent,
    sentBlocks: metrics.delivered ?? 0,
    overflowBytes: metrics.overflowBytes ?? 0,
    rejectedBlocks: metrics.rejectedBlocks ?? 0,
    isHeldUp,
  };
}

/** On the disk a block is a few bytes larger, and the counters are not read at one moment. */
const SLACK_BYTES = 64 * 1024;
/** The largest block that may be on its way, which is in no counter: lib/protoparser, 8 MiB before compression. */
const BLOCK_MAX_BYTES = 1024 * 1024;
/** Each block has a header of this size on the disk. */
const HEADER_BYTES = 8;

/** Bytes that left the buffer between two readings without being delivered or told of by a counter. Pure. */
export function missingBytes(before: Balance, now: Balance): number {
  const isSame = before.startedAtMs === now.startedAtMs;
  const since = (name: 'queuedBytes' | 'sentBytes' | 'sentBlocks' | 'overflowBytes' | 'rejectedBlocks') =>
    isSame ? now[name] - before[name] : now[name];
  // What the destination rejected is told as that; its bytes are in no counter.
  if (since('rejectedBlocks') > 0) return 0;
  const gone = since('sentBytes') + since('overflowBytes') + since('sentBlocks') * HEADER_BYTES;
  const missing = before.pendingBytes + since('queuedBytes') - gone - now.pendingBytes;
  return missing > (isSame ? BLOCK_MAX_BYTES : SLACK_BYTES + onItsWay(now)) ? missing : 0;
}

/** How large a block may be that a process that has just started holds in its hands: it has read it, or was given it. */
function onItsWay({ readBytes, sentBytes, queuedBytes }: Balance): number {
  return Math.min(BLOCK_MAX_BYTES, Math.max(0, readBytes - sentBytes) + queuedBytes);
}

/** What was held up this long before a process started may have been delivered by the one before it. */
const UNSEEN_MS = 10 * 60_000;

/** The log of a vmagent that has just been started is read within this time. */
const LOG_MS = 15_000;

/** A vmagent that starts again and again is not waited for any longer than this. */
const UNREAD_MS = 60_000;

/** What may be lost with a restart, or with several of which none was settled before the next. */
interface Suspicion {
  /** When the newest process was first seen. */
  atMs: number;
  /** The same of the first process that is not settled. */
  firstAtMs: number;
  /** What vmagent has logged since tells of it. */
  sinceMs: number;
  /** Lost whatever the log says. */
  certainBytes: number;
  /** Lost if the log tells of a discard. */
  openBytes: number;
  /** Waited for another address: lost if the log tells that it went with that. */
  otherBytes: number;
  /** This panel has seen the process before until its end, so it knows how much waited. */
  isWatched: boolean;
}

function lostBytes(suspicion: Suspicion, discard: QueueDiscard | null | undefined): number {
  const { certainBytes, openBytes, otherBytes, isWatched } = suspicion;
  if (!discard) return certainBytes;
  const bytes = certainBytes + openBytes;
  if (discard.cause === 'address') return bytes + otherBytes;
  // A file that was damaged holds what was delivered from it as well, so its size is the second choice.
  return isWatched && bytes > 0 ? bytes : Math.max(bytes, discard.bytes ?? 0);
}

/**
 * Notices samples that waited in the buffer and are gone: a damaged queue that vmagent discards when it starts, one of
 * an address that it no longer has, a deleted volume; also while the panel itself was down.
 */
export function createBufferLoss() {
  let last: Balance | null = null;
  /** What the process before had, until it is settled whether it is lost. */
  let unsettled: Balance | null = null;
  let suspicion: Suspicion | null = null;
  let isResumed = false;

  function suspect(now: Balance): Suspicion | null {
    if (last?.startedAtMs === now.startedAtMs) return suspicion;
    const bytes = last === null ? 0 : missingBytes(last, now);
    // What waits for another address may be kept on the disk, where no count tells of it.
    const isOther = last !== null && last.queuePath !== now.queuePath;
    const isCertain = last?.isHeldUp === true && !isOther && now.startedAtMs - last.atMs <= UNSEEN_MS;
    return {
      atMs: now.atMs,
      firstAtMs: suspicion?.firstAtMs ?? now.atMs,
      sinceMs: suspicion?.sinceMs ?? last?.atMs ?? now.startedAtMs,
      certainBytes: (suspicion?.certainBytes ?? 0) + (isCertain ? bytes : 0),
      openBytes: (suspicion?.openBytes ?? 0) + (isCertain || isOther ? 0 : bytes),
      otherBytes: (suspicion?.otherBytes ?? 0) + (isOther ? bytes : 0),
      isWatched: (suspicion?.isWatched ?? true) && last !== null && !isResumed,
    };
  }

  function settle(now: Balance, discard: QueueDiscard | null | undefined): LossEvent[] {
    if (suspicion === null) return [];
    const isSoon = now.atMs - suspicion.atMs < LOG_MS && now.atMs - suspicion.firstAtMs < UNREAD_MS;
    if (discard === undefined && isSoon) return [];
    const bytes = lostBytes(suspicion, discard);
    suspicion = null;
    if (bytes === 0) return [];
    return [{ atMs: now.atMs, reason: 'buffer-gone', discard: discard?.cause ?? null, blocks: 0, bytes }];
  }

  return {
    /** What a panel before this one saw last. */
    resume(balance: Balance): void {
      isResumed = last === null;
      last ??= balance;
    },
    /** For a panel after this one, which is to settle what this one has not; null: nothing is known. */
    balance: (): Balance | null => unsettled ?? last,
    /** From when on vmagent's log tells of what is not settled, also of a process nobody saw; null: nothing is known. */
    unsettledSinceMs: (): number | null => suspicion?.sinceMs ?? last?.atMs ?? null,
    /**
     * @param now null: vmagent did not answer
     * @param discard what vmagent's log says since `unsettledSinceMs`; undefined: it was not read yet
     * @returns what is found to be lost with this reading
     */
    step(now: Balance | null, discard: QueueDiscard | null | undefined): LossEvent[] {
      if (now === null) return [];
      const isSame = last?.startedAtMs === now.startedAtMs;
      const within = last !== null && isSame ? missingBytes(last, now) : 0;
      suspicion = suspect(now);
      unsettled ??= isSame ? null : last;
      last = now;
      isResumed = false;
      const events = settle(now, discard);
      if (suspicion === null) unsettled = null;
      if (within === 0) return events;
      return [...events, { atMs: now.atMs, reason: 'buffer-gone', discard: null, blocks: 0, bytes: within }];
    },
    /** Times from before say nothing now. */
    onClockSet(byMs: number): void {
      if (last) last = { ...last, atMs: last.atMs + byMs };
      if (unsettled) unsettled = { ...unsettled, atMs: unsettled.atMs + byMs };
      if (!suspicion) return;
      const { atMs, firstAtMs, sinceMs } = suspicion;
      suspicion = {
        ...suspicion,
        atMs: atMs + byMs,
        firstAtMs: firstAtMs + byMs,
        sinceMs: sinceMs + byMs,
      };
    },
  };
}
