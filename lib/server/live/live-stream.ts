import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { HelloEvent, StreamEvent } from '@/lib/schemas/stream';
import { hub } from '../sampler/hub';
import { currentTask, onTask } from '../tasks/tasks';
import { VERSION } from '../version';

const hellos = new WeakMap<Snapshot, HelloEvent>();

/** Between two readings, while no task runs, every viewer gets the same object. */
function hello(): HelloEvent {
  const snapshot = hub().snapshot();
  const task = currentTask();
  const made = hellos.get(snapshot);
  if (made && task === null) return made;
  const fresh = { version: VERSION, snapshot, task };
  if (task === null) hellos.set(snapshot, fresh);
  return fresh;
}

/** Sends one viewer everything that there is, then what changes, until `signal` aborts. */
export function streamLive(send: (event: string, data: object) => void, signal: AbortSignal): void {
  const emit = (event: StreamEvent) => send(event.type, event.data);
  emit({ type: 'hello', data: hello() });
  const stops = [
    hub().subscribe((patch) => emit({ type: 'patch', data: patch })),
    onTask((task) => emit({ type: 'task', data: task })),
  ];
  const stop = () => {
    for (const end of stops) end();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
}
