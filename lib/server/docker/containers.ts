import 'server-only';
import type { Container, ContainerInspectInfo, HostRestartPolicy } from 'dockerode';
import type { ServiceName, ServiceSample } from '@/lib/schemas/snapshot';
import { AppError } from '../errors';
import { until } from '../wait';
import { statusOf, toDockerError } from './docker-error';
import { currentContainers, inspectOwn, type OwnContainer, onContainer, requireContainer } from './own';

export interface ServiceContainer
  extends Pick<
    ServiceSample,
    'state' | 'health' | 'image' | 'startedAtMs' | 'exitCode' | 'oomKilled' | 'restarts' | 'memoryLimitBytes'
  > {
  service: ServiceName;
  /** First 12 hex digits. */
  containerId: string;
  /** Full id of the image. */
  imageId: string;
  /** The folder on another disk without which it cannot start. Left out: it is there, or needs none. */
  diskAway?: string;
}

const STATES: readonly string[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];
const HEALTHS: readonly string[] = ['starting', 'healthy', 'unhealthy'];

const REMOVAL_LIMIT_MS = 60_000;
const REMOVAL_PAUSE_MS = 100;

/** The engine writes year 1 for a time that has not come yet. */
function timeMs(text: string | undefined): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}

/** Of the engine's words on a start that failed. @param said by the engine, with the place that compose/move was given */
export const diskAwayIn = (said: string): string | null =>
  /failed to mount local volume: mount (\/[^:]{1,500}):/.exec(said)?.[1] ?? null;

export function readContainer(service: ServiceName, seen: ContainerInspectInfo): ServiceContainer {
  const state = STATES.includes(seen.State.Status) ? seen.State.Status : 'dead';
  const health = seen.State.Health?.Status ?? 'none';
  const diskAway = seen.State.Running ? null : diskAwayIn(seen.State.Error);
  return {
    service,
    containerId: seen.Id.slice(0, 12),
    state: state as ServiceContainer['state'],
    health: (HEALTHS.includes(health) ? health : 'none') as ServiceContainer['health'],
    image: seen.Config.Image,
    imageId: seen.Image,
    startedAtMs: timeMs(seen.State.StartedAt),
    exitCode: state === 'exited' || state === 'dead' ? seen.State.ExitCode : null,
    oomKilled: seen.State.OOMKilled,
    restarts: seen.RestartCount,
    memoryLimitBytes: seen.HostConfig.Memory || null,
    ...(diskAway !== null && { diskAway }),
  };
}

/** The stack's containers, one per service; services without one are not in the list. */
export async function listContainers(): Promise<ServiceContainer[]> {
  const all = await currentContainers();
  const seen = await Promise.all(
    all.map(async (own) => {
      const info = await inspectOwn(own);
      return info && readContainer(own.service, info);
    }),
  );
  return seen.filter((container) => container !== null);
}

/** 304: it is already so. */
async function ignoreUnchanged(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (statusOf(error) !== 304) throw toDockerError(error);
  }
}

export function startContainer(own: Pick<OwnContainer, 'id'>): Promise<void> {
  return onContainer(own, (container) => ignoreUnchanged(container.start()));
}

/** Stops it with the grace period that its compose file gives it. */
export function stopContainer(own: Pick<OwnContainer, 'id'>): Promise<void> {
  return onContainer(own, (container) => ignoreUnchanged(container.stop()));
}

/** Sets what the engine does when the container ends, and when the engine itself starts. */
export function setRestart(own: Pick<OwnContainer, 'id'>, policy: HostRestartPolicy): Promise<void> {
  return onContainer(own, async (container) => {
    await container.update({ RestartPolicy: policy });
  });
}

/**
 * Removes a container; named volumes stay, and so do unnamed ones (a later container may inherit them). One that the
 * engine removes already, for a panel that was killed or for somebody else, is waited for.
 * @throws AppError docker-error | timeout (after a minute) and the like
 */
export async function removeContainer(own: Pick<OwnContainer, 'id'>): Promise<void> {
  try {
    await onContainer(own, (container) => container.remove({ force: true }).catch(untilRemoved(container)));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'service-absent') throw error;
  }
}

/**
 * Renames a container. The engine cannot while it waits to restart one, whose network is gone for that time: such a
 * container is stopped, renamed and started again.
 * @throws AppError docker-error (where another has the name, too) and the like
 */
export async function renameContainer(own: Pick<OwnContainer, 'id'>, name: string): Promise<void> {
  const rename = () => onContainer(own, (container) => container.rename({ name }));
  try {
    await rename();
  } catch (error) {
    const isTaken = statusOf((error as AppError).cause) === 409;
    if (isTaken || !(error instanceof AppError) || error.code !== 'docker-error') throw error;
    await stopContainer(own);
    await rename();
    await startContainer(own);
  }
}

/** @returns a handler of the engine's refusal to remove what it is removing; other errors are thrown again */
function untilRemoved(container: Container) {
  return async (error: unknown): Promise<void> => {
    if (statusOf(error) !== 409 || !/ is already in progress/.test(String(error))) throw error;
    // It ends with the engine's word that there is no such container.
    const isThere = () => container.inspect().then(() => null);
    await until(isThere, { everyMs: REMOVAL_PAUSE_MS, atMostMs: REMOVAL_LIMIT_MS });
    throw new AppError('timeout', 'The Docker Engine did not remove a container within a minute.', {
      cause: error,
    });
  };
}

/** @throws AppError service-absent | docker-error and the like; so do the next two. */
export async function stopService(name: ServiceName): Promise<void> {
  await stopContainer(await requireContainer(name));
}

export async function restartService(name: ServiceName): Promise<void> {
  await onContainer(await requireContainer(name), (container) => container.restart());
}

export async function removeService(name: ServiceName): Promise<void> {
  const own = await requireContainer(name);
  await stopContainer(own);
  await removeContainer(own);
}
