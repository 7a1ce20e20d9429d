import 'server-only';
import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { readContainer, type ServiceContainer } from '../docker/containers';
import { cleanText } from '../docker/log-lines/text';
import { lastWords } from '../docker/logs';
import { inspectOwn, type OwnContainer, requireContainer } from '../docker/own';
import { AppError } from '../errors';
import { until } from '../wait';

export interface WaitOptions {
  timeoutMs: number;
  signal?: AbortSignal;
  /**
   * `healthy` (default) waits for the health check, where there is one. `running` is content with a container
   * that stays up for `steadyMs`: engines before 25 run the first check only after a whole interval.
   */
  until?: 'healthy' | 'running';
  /** Default two seconds. */
  steadyMs?: number;
  /** Better proof that a running container works: once it says yes, nothing else is waited for. */
  evidence?: ((state: ServiceContainer) => Promise<boolean>) | undefined;
}

const POLL_MS = 250;
/** Evidence is looked for more often in the first second, when most services come up. */
const EVIDENCE_POLL_MS = { early: 20, late: 100 };
const EARLY_MS = 1_000;
const STEADY_MS = 2_000;
/** Who waits has started the container just before. */
const STARTED_MS = 5_000;
const MAX_WORDS = 300;

function lastProbe(seen: ContainerInspectInfo): string {
  return cleanText(seen.State.Health?.Log?.at(-1)?.Output ?? '')
    .trim()
    .slice(0, MAX_WORDS);
}

function failureOf(
  state: ServiceContainer,
  seen: ContainerInspectInfo,
  restartsBefore: number,
): string | null {
  if (state.state === 'exited' || state.state === 'dead') return `stopped with exit code ${state.exitCode}`;
  if (state.restarts > restartsBefore) return `stops again and again (exit code ${seen.State.ExitCode})`;
  if (state.health === 'unhealthy') {
    const probe = lastProbe(seen);
    return probe === '' ? 'runs but fails its health check' : `runs but fails its health check: ${probe}`;
  }
  return null;
}

async function isReady(state: ServiceContainer, options: WaitOptions): Promise<boolean> {
  const { steadyMs = STEADY_MS, evidence } = options;
  if (state.state !== 'running') return false;
  if (state.health === 'healthy' || (await evidence?.(state))) return true;
  if (state.health !== 'none' && options.until !== 'running') return false;
  return state.startedAtMs !== null && Date.now() - state.startedAtMs >= steadyMs;
}

const evidencePauseMs = (waitedMs: number) =>
  waitedMs < EARLY_MS ? EVIDENCE_POLL_MS.early : EVIDENCE_POLL_MS.late;

/** Waits until a container is up. @throws AppError service-unhealthy | service-absent | timeout. */
export async function waitForContainer(own: OwnContainer, options: WaitOptions): Promise<ServiceContainer> {
  const { timeoutMs, signal, evidence } = options;
  let restartsBefore: number | null = null;
  const sinceMs = Date.now() - STARTED_MS;
  const look = async () => {
    const seen = await inspectOwn(own);
    if (!seen) throw new AppError('service-absent', `The container of ${own.service} went away.`);
    const state = readContainer(own.service, seen);
    restartsBefore ??= state.restarts;
    const failure = failureOf(state, seen, restartsBefore);
    if (failure) {
      const hint = await hintFrom(own, sinceMs);
      throw new AppError('service-unhealthy', `${own.service} ${failure}.`, { hint });
    }
    return (await isReady(state, options)) && state;
  };
  const ready = await until(look, {
    everyMs: evidence ? evidencePauseMs : POLL_MS,
    atMostMs: timeoutMs,
    signal,
  });
  if (ready !== null) return ready;
  throw new AppError('timeout', `${own.service} was not ready within ${Math.round(timeoutMs / 1000)} s.`, {
    hint: await hintFrom(own, sinceMs),
  });
}

async function hintFrom(own: OwnContainer, sinceMs: number): Promise<string> {
  const words = await lastWords(own, sinceMs);
  return words === null ? 'It wrote nothing to its log.' : `Its log says: ${words}`;
}

/** Waits until a service's container is up. @throws as waitForContainer. */
export async function waitForService(name: ServiceName, options: WaitOptions): Promise<ServiceContainer> {
  return waitForContainer(await requireContainer(name), options);
}
