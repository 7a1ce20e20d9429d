import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { env } from '../env';
import { type AppError, asAppError } from '../errors';
import { withDocker } from './client';
import { toDockerError } from './docker-error';
import { jsonLines } from './json-lines';
import { label } from './labels';

export type EngineEvent =
  /** The stream stands (again): what happened before may have been missed, so look at everything once. */
  | { type: 'connected' }
  | { type: 'lost'; error: AppError }
  | {
      type: 'service';
      service: ServiceName;
      /** The engine's word: create, start, die, stop, kill, oom, destroy, `health_status: healthy`, … */
      action: string;
      containerId: string;
      atMs: number;
      exitCode: number | null;
    };

interface RawEvent {
  Action?: string;
  time?: number;
  timeNano?: number;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
}

/** What is asked for: health probes and attachments would wake the panel all the time for nothing. */
const ACTIONS = [
  'create',
  'start',
  'restart',
  'pause',
  'unpause',
  'kill',
  'stop',
  'die',
  'oom',
  'rename',
  'destroy',
  'health_status',
];
/** What has happened comes at once, and the stream ends with it. */
const PAST_LIMIT_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;

function serviceEvent(raw: RawEvent): EngineEvent | null {
  const attributes = raw.Actor?.Attributes ?? {};
  const service = serviceNameSchema.safeParse(attributes[label.service]);
  if (!service.success || !raw.Action) return null;
  return {
    type: 'service',
    service: service.data,
    action: raw.Action,
    containerId: (raw.Actor?.ID ?? '').slice(0, 12),
    atMs: raw.timeNano ? Math.floor(raw.timeNano / 1e6) : (raw.time ?? 0) * 1000,
    exitCode: attributes.exitCode === undefined ? null : Number(attributes.exitCode),
  };
}

/**
 * Whether the engine, since its own start, had started or made the container of a service before it started it at
 * `startedAtMs`: then that was no part of the engine's start. It remembers its last 256 events, so a yes is sure.
 * @returns null: it did not say so in time
 * @throws AppError docker-…
 */
export async function wasStartedBefore(service: ServiceName, startedAtMs: number): Promise<boolean | null> {
  const labels = [`${label.project}=${env().project}`, `${label.service}=${service}`];
  const filters = { type: ['container'], event: ['create', 'start'], label: labels };
  const stream = await withDocker((client) =>
    client.getEvents({ since: 1, until: Math.floor(Date.now() / 1000), filters: JSON.stringify(filters) }),
  );
  const limit = AbortSignal.timeout(PAST_LIMIT_MS);
  for await (const raw of jsonLines<RawEvent>(stream, limit)) {
    const event = serviceEvent(raw);
    if (event?.type === 'service' && event.atMs < startedAtMs) return true;
  }
  return limit.aborted ? null : false;
}

async function watchOnce(onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
  const filters = { type: ['container'], event: ACTIONS, label: [`${label.project}=${env().project}`] };
  const options = { filters: JSON.stringify(filters), abortSignal: signal };
  const stream = await withDocker((client) => client.getEvents(options));
  onEvent({ type: 'connected' });
  for await (const raw of jsonLines<RawEvent>(stream, signal)) {
    const event = serviceEvent(raw);
    if (event) onEvent(event);
  }
}

/**
 * Reports what happens to the stack's containers until `signal` aborts; then it resolves. A lost stream is
 * reported once and opened again, after at most five seconds.
 */
export async function watchEvents(onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  let isUp = true;
  const report = (event: EngineEvent) => {
    if (event.type === 'connected') {
      isUp = true;
      pauseMs = FIRST_PAUSE_MS;
    }
    onEvent(event);
  };
  while (!signal.aborted) {
    let error: AppError = asAppError(null);
    try {
      await watchOnce(report, signal);
      error = toDockerError({ code: 'ECONNRESET' });
    } catch (failure) {
      error = toDockerError(failure);
    }
    if (signal.aborted) return;
    if (isUp) onEvent({ type: 'lost', error });
    isUp = false;
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }
}
