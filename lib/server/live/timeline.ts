import 'server-only';
import { readFileSync } from 'node:fs';
import type { Events, EventsQuery } from '@/lib/schemas/event';
import { appendStateLog, readStateLog, removeStateLog, replaceStateLog } from '../files/state/state-log';
import { numberedStates } from '../files/state/state-store';
import { incidents } from '../incidents/incidents';
import { type Incident, RESUME_MS } from '../incidents/machine';
import { readAwaited } from '../notify/notifier-service';
import { createEventLog, type EventLog } from '../recording/event-log';
import { createKeeper, type Keeper } from '../recording/keeper';
import { createSeriesStore } from '../recording/series-store';
import { hub } from '../sampler/hub';
import { singleton } from '../singleton';
import { onTask } from '../tasks/tasks';
import { VERSION } from '../version';
import { saveLastBalance } from './buffer-balance';
import { live } from './live';

const EVENTS = 'events.jsonl';
const seriesFile = (number: number) => `history/${number}.bin`;

function parts(): { log: EventLog; keeper: Keeper } {
  return singleton('timeline', () => {
    const log = createEventLog({
      read: () => readStateLog(EVENTS),
      append: (bytes) => appendStateLog(EVENTS, bytes),
      replace: (bytes) => replaceStateLog(EVENTS, bytes),
    });
    const series = createSeriesStore(live().rings, {
      numbers: () => numberedStates('history', '.bin'),
      read: (number) => readStateLog(seriesFile(number)),
      append: (number, bytes) => appendStateLog(seriesFile(number), bytes),
      replace: (number, bytes) => replaceStateLog(seriesFile(number), bytes),
      remove: (number) => removeStateLog(seriesFile(number)),
    });
    const { takeLost } = live().sampler;
    const steadyNow = () => performance.now();
    const known = { version: VERSION, bootId: readBootId() };
    const ports = { series, log, now: Date.now, steadyNow, takeLost, resume, ...known };
    return { log, keeper: createKeeper(ports) };
  });
}

/** A container sees the machine’s own. */
function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

/** What is found again goes on, with its id and since when it holds. */
function resume(saved: readonly Incident[]): void {
  incidents().restore(saved);
  const open = saved.filter(({ goneAtMs }) => goneAtMs === null);
  const found = open.map(({ findingId: id, sinceMs }) => ({ id, sinceMs }));
  live().sampler.resume(found, Date.now() + RESUME_MS);
}

/** Brings back the saved recording, and keeps it from now on. Before `startLive`. Never rejects. */
export async function startTimeline(): Promise<void> {
  const { keeper } = parts();
  await keeper.start(await readAwaited());
  // From here on only: what was left has its ids before anything is found again.
  hub().observe((snapshot) => incidents().onSnapshot(snapshot));
  incidents().subscribe((news) => keeper.onNews(news));
  onTask((task) => keeper.onTask(task));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      keeper.end();
      saveLastBalance(live().sampler.balance());
      // The server listens, too, and ends the process; where nobody else does, the signal ends it as it always would.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}

/** What happened, newest first. */
export function readEvents({ hours }: EventsQuery): Events {
  const sinceMs = Date.now() - hours * 3_600_000;
  const events = parts().log.events();
  return { events: events.filter(({ toMs }) => toMs === null || toMs >= sinceMs).reverse() };
}
