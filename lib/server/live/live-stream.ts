import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { HelloEvent, StreamEvent } from '@/lib/schemas/stream';
import { currentJob, onJob } from '../jobs/jobs';
import { hub } from '../sampler/hub';
import { VERSION } from '../version';

const hellos = new WeakMap<Snapshot, HelloEvent>();

/** Between two readings, while no job runs, every viewer gets the same object. */
function hello(): HelloEvent {
  const snapshot = hub().snapshot();
  const job = currentJob();
  const made = hellos.get(snapshot);
  if (made && job === null) return made;
  const fresh = { version: VERSION, snapshot, job };
  if (job === null) hellos.set(snapshot, fresh);
  return fresh;
}

/** Sends one viewer everything that there is, then what changes, until `signal` aborts. */
export function streamLive(send: (event: string, data: object) => void, signal: AbortSignal): void {
  const emit = (event: StreamEvent) => send(event.type, event.data);
  emit({ type: 'hello', data: hello() });
  const stops = [
    hub().subscribe((patch) => emit({ type: 'patch', data: patch })),
    onJob((job) => emit({ type: 'job', data: job })),
  ];
  const stop = () => {
    for (const end of stops) end();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
}
