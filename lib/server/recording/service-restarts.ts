import 'server-only';
import { listed } from '@/lib/english';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { ServiceName, ServiceSample, Snapshot } from '@/lib/schemas/snapshot';

type Found = Pick<TimelineEvent, 'subject' | 'severity' | 'title' | 'fromMs'>;

/** What the panel does itself restarts services a little later, too. */
const AFTER_JOB_MS = 30_000;

/**
 * Tells restarts of services that nobody asked the panel for. A task of the panel has an event of its own, and the
 * panel's own container ends with the panel. `nowMs` is by the steady clock.
 */
export function createRestartWatch() {
  let before: ReadonlyMap<ServiceName, ServiceSample> = new Map();
  let taskAtMs = Number.NEGATIVE_INFINITY;

  return {
    onTask(isRunning: boolean, nowMs: number): void {
      taskAtMs = isRunning ? Number.POSITIVE_INFINITY : nowMs;
    },
    onSnapshot({ services, atMs }: Snapshot, nowMs: number): Found | null {
      // While the engine is away nothing is known of them; what they did meanwhile shows when it is back.
      if (services.length === 0) return null;
      const restarted = services.filter((now) => {
        const last = before.get(now.name);
        return now.name !== 'weir' && last !== undefined && isRestarted(last, now);
      });
      const selfEnded = restarted.filter(
        ({ name, restarts }) => restarts > (before.get(name)?.restarts ?? 0),
      );
      // One that is stopped in between keeps the start that it had.
      before = new Map(
        services.map((now) => [now.name, now.startedAtMs ? now : (before.get(now.name) ?? now)]),
      );
      if (restarted.length === 0 || nowMs - taskAtMs < AFTER_JOB_MS) return null;
      const names = restarted.map(({ name }) => name);
      const isByItself = selfEnded.length === restarted.length;
      const were = names.length > 1 ? 'were' : 'was';
      return {
        subject: names.join(' '),
        severity: isByItself ? 'warning' : 'info',
        title: isByItself
          ? `${listed(names)} ended without being asked and ${were} started again`
          : `${listed(names)} ${were} restarted`,
        fromMs: Math.min(atMs, ...restarted.map(({ startedAtMs }) => startedAtMs ?? atMs)),
      };
    },
  };
}

function isRestarted(last: ServiceSample, now: ServiceSample): boolean {
  return (
    now.state === 'running' &&
    last.startedAtMs !== null &&
    now.startedAtMs !== null &&
    now.startedAtMs > last.startedAtMs
  );
}
