import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { type Incident, type Incidents, type Step, stepIncidents } from './machine';

/** A look that comes later than this was held up; what happened meanwhile is not known. */
const MOST_ELAPSED_MS = 60_000;
const CLOCK_JUMP_MS = 30_000;

export interface IncidentNews extends Step {
  snapshot: Snapshot;
  nowMs: number;
  /** By how much the clock was set since the news before; 0: it was not. */
  jumpMs: number;
}
type Listener = (news: IncidentNews) => void;

export interface IncidentBook {
  /** Those that are not over, by the ids of their findings. */
  open(): Incidents;
  /** Takes up what an earlier panel has left open. Before the first snapshot. */
  restore(saved: readonly Incident[]): void;
  onSnapshot(snapshot: Snapshot): void;
  /** Calls back after each snapshot, in the order in which they came. */
  subscribe(listener: Listener): () => void;
}

interface Ports {
  now(): number;
  /** Milliseconds of the steady clock. */
  steadyNow(): number;
  newId(): string;
}

/** The one account of what is wrong. Timeline, messages, metrics and API have the ids from here. */
export function createIncidents({ now, steadyNow, newId }: Ports): IncidentBook {
  const startedMs = steadyNow();
  let incidents: Incidents = {};
  let lookedMs = startedMs;
  let aheadMs = now() - startedMs;
  /** What vmagent had delivered when this panel first asked; a young vmagent's earlier ones tell nothing. */
  let deliveredBefore: number | null = null;
  const listeners = new Set<Listener>();

  /** A Pi has no clock of its own: it is set once the network is up, and all that was noted before with it. */
  function followClock(): number {
    const jumpMs = Math.round(now() - steadyNow() - aheadMs);
    aheadMs += jumpMs;
    if (Math.abs(jumpMs) <= CLOCK_JUMP_MS) return 0;
    const moved = Object.entries(incidents).map(([id, known]) => [
      id,
      known.isOwn ? move(known, jumpMs) : known,
    ]);
    incidents = Object.fromEntries(moved);
    return jumpMs;
  }

  return {
    open: () => incidents,
    restore(saved) {
      incidents = Object.fromEntries(saved.map((incident) => [incident.findingId, incident]));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSnapshot(snapshot) {
      const jumpMs = followClock();
      const [nowMs, steadyMs] = [now(), steadyNow()];
      const { deliveredRequests } = snapshot.delivery;
      deliveredBefore ??= deliveredRequests;
      const step = stepIncidents(incidents, {
        nowMs,
        elapsedMs: Math.min(steadyMs - lookedMs, MOST_ELAPSED_MS),
        upMs: steadyMs - startedMs,
        state: snapshot.verdict.state,
        findings: snapshot.verdict.findings,
        hasDelivered: (deliveredRequests ?? 0) > (deliveredBefore ?? 0),
        newId,
      });
      lookedMs = steadyMs;
      incidents = step.incidents;
      for (const listener of listeners) {
        try {
          listener({ ...step, snapshot, nowMs, jumpMs });
        } catch (error) {
          logger().error({ err: error }, 'what happened could not be noted');
        }
      }
    },
  };
}

function move(known: Incident, byMs: number): Incident {
  const { sinceMs, lastSeenMs, goneAtMs } = known;
  return {
    ...known,
    sinceMs: sinceMs + byMs,
    lastSeenMs: lastSeenMs + byMs,
    goneAtMs: goneAtMs === null ? null : goneAtMs + byMs,
  };
}

/** The process's incidents. The hub gives it each snapshot. */
export function incidents(): IncidentBook {
  return singleton('incidents', () =>
    createIncidents({ now: Date.now, steadyNow: () => performance.now(), newId: randomUUID }),
  );
}
