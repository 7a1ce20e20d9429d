import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { PatchEvent } from '@/lib/schemas/stream';
import { incidents } from '../incidents/incidents';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { unknownSnapshot } from './steps/unknown-snapshot';

export type Section = Exclude<keyof Snapshot, 'atMs'>;
export type RefreshScope = 'services' | 'all';
type Listener = (patch: PatchEvent) => void;
type Observer = (snapshot: Snapshot) => void;

/** Where the one sampler meets its many viewers. Each viewer costs a callback, never a reading. */
export interface Hub {
  /** The newest snapshot; before the first reading, one in which everything is unknown. */
  snapshot(): Snapshot;
  /** Calls back with what changed; the same patch object for every listener. A viewer makes the sampler fast. */
  subscribe(listener: Listener): () => void;
  viewerCount(): number;
  /** Calls back with each new snapshot, without making the sampler fast: for the panel's own record-keeping. */
  observe(observer: (snapshot: Snapshot) => void): () => void;
  /** Reads again now; resolves when the reading is in the snapshot. Never rejects. */
  refresh(scope?: RefreshScope): Promise<void>;
  /** For the sampler: the next snapshot. Sections equal to the last one's keep their identity. */
  publish(next: Snapshot): void;
  /** For the sampler: how to read on demand, and who to tell when the first viewer comes or the last one goes. */
  attach(source: { refresh(scope: RefreshScope): Promise<void>; onViewers(count: number): void }): void;
}

const sections = Object.keys(unknownSnapshot(0)).filter((key): key is Section => key !== 'atMs');

/** Each section as text, as it was published last: only the new one has to be written out to compare them. */
type Texts = Map<Section, string>;

/** `next` with every unchanged section taken from `last`, and the sections that did change. Updates `texts`. */
function compare(last: Snapshot, next: Snapshot, texts: Texts): { merged: Snapshot; patch: PatchEvent } {
  const merged: Record<string, unknown> = { atMs: next.atMs };
  const patch: Record<string, unknown> = { atMs: next.atMs };
  for (const key of sections) {
    // A snapshot is a few kilobytes of plain data made in one place, so its text has one order of keys.
    const text = last[key] === next[key] ? undefined : JSON.stringify(next[key]);
    const isSame = text === undefined || text === (texts.get(key) ?? JSON.stringify(last[key]));
    merged[key] = isSame ? last[key] : next[key];
    if (isSame) continue;
    patch[key] = next[key];
    texts.set(key, text);
  }
  return { merged: merged as unknown as Snapshot, patch: patch as unknown as PatchEvent };
}

export function createHub(nowMs: number): Hub {
  let current = unknownSnapshot(nowMs);
  let source: Parameters<Hub['attach']>[0] | null = null;
  const texts: Texts = new Map();
  const listeners = new Set<Listener>();
  const observers = new Set<Observer>();

  return {
    snapshot: () => current,
    viewerCount: () => listeners.size,
    refresh: async (scope = 'all') => source?.refresh(scope),
    attach: (given) => {
      source = given;
      source.onViewers(listeners.size);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      source?.onViewers(listeners.size);
      return () => {
        if (listeners.delete(listener)) source?.onViewers(listeners.size);
      };
    },
    observe: (observer) => {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    publish: (next) => {
      const { merged, patch } = compare(current, next, texts);
      current = merged;
      for (const listener of [...listeners]) {
        try {
          listener(patch);
        } catch {
          // A viewer that cannot take it is gone; the others must not suffer for it.
          if (listeners.delete(listener)) source?.onViewers(listeners.size);
        }
      }
      for (const observer of [...observers]) {
        try {
          observer(current);
        } catch (error) {
          logger().error({ err: error }, 'a snapshot could not be taken note of');
        }
      }
    },
  };
}

/** The process's hub; `startLive` attaches the sampler to it. Incidents are made of each snapshot. */
export function hub(): Hub {
  return singleton('hub', () => {
    const made = createHub(Date.now());
    made.observe((snapshot) => incidents().onSnapshot(snapshot));
    return made;
  });
}
