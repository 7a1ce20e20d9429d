import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { SamplerPorts } from '../steps/ports';
import { within } from './single-flight';

/** A round of an exporter with hundreds of jobs. */
const TAIL = 1000;
const LIMIT_MS = 5000;

interface Entry {
  lines: LogLine[] | null;
  /** The last reading failed: that it has no lines is no silence. */
  isRefused: boolean;
  key: string | null;
  readAtMs: number;
  /** The reading that is under way. */
  reading: Promise<void> | null;
}

/**
 * The ends of a few services' logs, read rarely: when `key` changes, else every `everyMs`. Reading happens aside,
 * so that a slow engine never holds up a sample; `onNews` tells when there is something new.
 */
export function createLogReader(ports: SamplerPorts, onNews: () => void) {
  const entries = new Map<ServiceName, Entry>();

  async function read(service: ServiceName, entry: Entry): Promise<void> {
    entry.readAtMs = ports.steadyNow();
    try {
      entry.isRefused = false;
      entry.lines = await within(ports.tailLogs(service, { tail: TAIL }), LIMIT_MS);
    } catch {
      // No container or no engine: the other parts of the snapshot say so.
      entry.lines = [];
      entry.isRefused = true;
    }
    entry.reading = null;
    onNews();
  }

  return {
    /**
     * What was read last; a fresh reading is on its way when one is due. Null: nothing was read yet for this key,
     * so nothing can be concluded from the log's silence.
     */
    lines(service: ServiceName, key: string, everyMs: number): readonly LogLine[] | null {
      const entry: Entry = entries.get(service) ?? {
        lines: null,
        isRefused: false,
        key: null,
        readAtMs: Number.NEGATIVE_INFINITY,
        reading: null,
      };
      entries.set(service, entry);
      const isDue = entry.key !== key || ports.steadyNow() - entry.readAtMs >= everyMs;
      if (isDue && !entry.reading) {
        if (entry.key !== key) entry.lines = null;
        entry.key = key;
        entry.reading = read(service, entry);
      }
      return entry.key === key ? entry.lines : null;
    },
    isRefused: (service: ServiceName): boolean => entries.get(service)?.isRefused ?? false,
    /** Waits for the reading that is under way, but not for long. */
    async settled(service: ServiceName, limitMs: number): Promise<void> {
      const { reading } = entries.get(service) ?? {};
      if (reading) await within(reading, limitMs).catch(() => undefined);
    },
    forget(service: ServiceName): void {
      entries.delete(service);
    },
  };
}
