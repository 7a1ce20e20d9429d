import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from './json-log';

/** What vmagent says, while it starts, of samples that waited on the disk and that it throws away. */
export interface QueueDiscard {
  /** `address`: what waited for an address that it no longer has. */
  cause: 'damaged' | 'address';
  /** Size of what it could not read; null where it does not tell. */
  bytes: number | null;
}

const DAMAGED = /removing the file|cleaning it up|re-creating|skipping|corrupt/i;

/**
 * lib/persistentqueue, mustOpen and its like: `"…/persistent-queue/1_X/0000000000000000" size (289960 bytes) is smaller
 * than the writer offset (294056 bytes); removing the file`, `cannot open persistent queue at …; cleaning it up`,
 * `cannot read metainfo …; re-creating …`; app/vmagent/remotewrite: `removing dangling queue "1_X"`.
 * @param sinceMs start of the process that is meant, or of the first of several
 */
export function queueDiscard(lines: readonly LogLine[], sinceMs: number): QueueDiscard | null {
  const said = jsonLog(lines).filter(({ atMs }) => atMs >= sinceMs);
  const damaged = said.filter(
    ({ level, msg }) => level !== 'info' && /persistent.queue/.test(msg) && DAMAGED.test(msg),
  );
  if (damaged.length > 0) {
    const sizes = damaged.map(({ msg }) => Number(/ size \((\d{1,15}) bytes\)/.exec(msg)?.[1] ?? 0));
    return { cause: 'damaged', bytes: sizes.reduce((sum, size) => sum + size, 0) || null };
  }
  const isDangling = said.some(({ msg }) => msg.startsWith('removing dangling queue'));
  return isDangling ? { cause: 'address', bytes: null } : null;
}
