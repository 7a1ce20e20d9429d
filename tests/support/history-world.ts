import type { Finding, Snapshot } from '@/lib/schemas/snapshot';
import { createEventLog } from '@/lib/server/history/event-log';
import { createKeeper } from '@/lib/server/history/keeper';
import { createSeriesStore } from '@/lib/server/history/series-store';
import type { Lost } from '@/lib/server/sampler/lost';
import { createRings } from '@/lib/server/sampler/rings';
import { unknownSnapshot } from '@/lib/server/sampler/unknown-snapshot';

/** A disk in memory that counts what is written to it. Each save ends with the log of events: one `moment`. */
export function fakeDisk() {
  const files = new Map<string, Buffer>();
  const disk = { files, moments: 0, bytes: 0, pages: 0, isFull: false };
  const count = (before: number, added: number) => {
    disk.bytes += added;
    // The page that the end lies in is written again, and every one that is begun.
    disk.pages += Math.ceil((before + added) / 4096) - Math.floor(before / 4096);
  };
  const append = (name: string, bytes: Uint8Array) => {
    if (disk.isFull) throw new Error('ENOSPC');
    const before = files.get(name) ?? Buffer.alloc(0);
    count(before.length, bytes.length);
    files.set(name, Buffer.concat([before, bytes]));
  };
  const replace = async (name: string, bytes: Uint8Array) => {
    if (disk.isFull) throw new Error('ENOSPC');
    count(0, bytes.length);
    files.set(name, Buffer.from(bytes));
  };
  return Object.assign(disk, {
    series: {
      numbers: async () =>
        [...files.keys()]
          .filter((name) => /^\d+$/.test(name))
          .map(Number)
          .sort((a, b) => a - b),
      read: async (number: number) => files.get(`${number}`) ?? null,
      append: (number: number, bytes: Uint8Array) => append(`${number}`, bytes),
      replace: (number: number, bytes: Uint8Array) => replace(`${number}`, bytes),
      remove: async (number: number) => void files.delete(`${number}`),
    },
    log: {
      read: async () => files.get('events') ?? null,
      append: (bytes: Uint8Array) => {
        append('events', bytes);
        disk.moments += 1;
      },
      replace: (bytes: Uint8Array) => replace('events', bytes),
    },
  });
}
type Disk = ReturnType<typeof fakeDisk>;

export interface FakeClock {
  nowMs: number;
  steadyMs: number;
}

/** A panel that has begun to watch; several in a row share disk and clock, as one that is restarted does. */
export async function startKeeper(disk: Disk, clock: FakeClock, version = '1.0.0') {
  const rings = createRings();
  const series = createSeriesStore(rings, disk.series);
  const log = createEventLog(disk.log);
  let lost: Lost = { blocks: 0, bytes: null };
  const resumed: { id: string; sinceMs: number }[] = [];
  const keeper = createKeeper({
    series,
    log,
    now: () => clock.nowMs,
    steadyNow: () => clock.steadyMs,
    takeLost: () => {
      const taken = lost;
      lost = { blocks: 0, bytes: null };
      return taken;
    },
    resume: (open) => resumed.push(...open),
    version,
  });
  await keeper.start();
  const see = (afterMs: number, over: Partial<Snapshot>) => {
    clock.nowMs += afterMs;
    clock.steadyMs += afterMs;
    keeper.onSnapshot({ ...unknownSnapshot(clock.nowMs), ...over });
  };
  return {
    /** Findings that the sampler is told to take up again. */
    resumed,
    rings,
    keeper,
    events: () => log.events(),
    lose: (more: Lost) => {
      lost = more;
    },
    /** Time passes, then this is seen. */
    see,
    /** The same, and that it lasts. */
    settle: (afterMs: number, over: Partial<Snapshot>) => {
      see(afterMs, over);
      see(5000, over);
    },
  };
}

export function withFindings(
  atMs: number,
  findings: { id: string; severity: Finding['severity'] }[],
  state: Snapshot['verdict']['state'] = 'degraded',
): Pick<Snapshot, 'verdict'> {
  return {
    verdict: {
      state,
      headline: '',
      detail: '',
      fix: null,
      action: null,
      findings: findings.map((finding) => ({
        title: `Title of ${finding.id}`,
        consequence: '',
        fix: '',
        href: null,
        action: null,
        because: null,
        evidence: null,
        sinceMs: atMs,
        ...finding,
      })),
    },
  };
}
