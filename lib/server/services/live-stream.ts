import 'server-only';
import type { StreamEvent } from '@/lib/schemas/stream';
import { currentJob, onJob } from '../jobs/jobs';
import { hub } from '../sampler/hub';
import { VERSION } from '../version';

/** Sends one viewer everything that there is, then what changes, until `signal` aborts. */
export function streamLive(send: (event: string, data: unknown) => void, signal: AbortSignal): void {
  const emit = (event: StreamEvent) => send(event.type, event.data);
  emit({ type: 'hello', data: { version: VERSION, snapshot: hub().snapshot(), job: currentJob() } });
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
