import 'server-only';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { restartService, startContainer } from '../docker/containers';
import { isOwnHome } from '../docker/home';
import { ensureImage, type PullProgress } from '../docker/images/pull';
import { containersOf } from '../docker/own';
import { whileStarting } from '../docker/starting';
import { AppError } from '../errors';
import { fits } from './fit';
import { assertUnderstood, type ComposeModel, serviceOf } from './reader/spec';
import { createFirst, putSecrets, replaceContainer, settle } from './recreate';
import { ensureResources } from './resources';
import { type WaitOptions, waitForContainer } from './wait';

/** How far `upServices` is. `kept` means that the container already fits and runs. */
export type UpStep =
  | { phase: 'image'; service: ServiceName; image: string; progress: PullProgress | null }
  | { phase: 'create' | 'recreate' | 'start' | 'kept' | 'ready'; service: ServiceName };

export interface UpOptions {
  onStep?: (step: UpStep) => void;
  /** Takes the failure of one service, which is otherwise thrown when the others are done. */
  onFailure?: (service: ServiceName, error: AppError) => void;
  signal?: AbortSignal;
  /** What a service must reach before it counts as up; see WaitOptions. Default `running`. */
  until?: WaitOptions['until'];
  /** For each service. Default 90 s. */
  timeoutMs?: number;
  /** See WaitOptions. */
  evidence?: WaitOptions['evidence'];
  /** Replace containers even where nothing changed. */
  force?: boolean;
}

export interface UpResult {
  created: ServiceName[];
  recreated: ServiceName[];
  kept: ServiceName[];
}

/**
 * The services with all of Weir's that they depend on, dependencies first; others are their owner's to start.
 * @throws AppError invalid-stack on a circle
 */
export function startOrder(model: ComposeModel, names: readonly string[]): ServiceName[] {
  const order: ServiceName[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name))
      throw new AppError('invalid-stack', `${name} depends on itself in docker-compose.yml.`);
    const service = serviceNameSchema.parse(name);
    if (order.includes(service)) return;
    for (const [dependency, { required }] of Object.entries(serviceOf(model, name).depends_on ?? {})) {
      if (!isWeirs(dependency)) continue;
      if (model.enabled.has(dependency)) visit(dependency, [...path, name]);
      else if (required) {
        throw new AppError('invalid-stack', `${name} depends on ${dependency}, whose profile is off.`);
      }
    }
    order.push(service);
  };
  for (const name of names) visit(name, []);
  return order;
}

function isWeirs(name: string): name is ServiceName {
  return serviceNameSchema.safeParse(name).success;
}

async function waitForDependencies(
  model: ComposeModel,
  service: ServiceName,
  wait: WaitOptions,
): Promise<void> {
  for (const [name, { condition, required }] of Object.entries(serviceOf(model, service).depends_on ?? {})) {
    if (condition !== 'service_healthy' || !isWeirs(name) || !model.enabled.has(name)) continue;
    const own = await settle(model, name);
    if (!own) continue;
    try {
      await waitForContainer(own, { ...wait, until: 'healthy' });
    } catch (error) {
      if (required) throw error;
    }
  }
}

async function restartDependents(
  model: ComposeModel,
  changed: ServiceName,
  done: ServiceName[],
): Promise<void> {
  for (const service of [...model.enabled].filter(isWeirs)) {
    if (!serviceOf(model, service).depends_on?.[changed]?.restart || done.includes(service)) continue;
    const own = await settle(model, service);
    if (own?.info.State === 'running') await restartService(service);
  }
}

interface Run {
  model: ComposeModel;
  order: ServiceName[];
  options: UpOptions;
  wait: WaitOptions;
  result: UpResult;
}

async function getImage(
  model: ComposeModel,
  service: ServiceName,
  { onStep, signal }: UpOptions,
): Promise<string> {
  const image = serviceOf(model, service).image ?? '';
  onStep?.({ phase: 'image', service, image, progress: null });
  const onProgress = (progress: PullProgress) => onStep?.({ phase: 'image', service, image, progress });
  return ensureImage(image, { onProgress, signal });
}

async function upOne({ model, order, options, wait, result }: Run, service: ServiceName): Promise<void> {
  const { onStep, force = false } = options;
  // One that is not understood can be started again, and is neither made nor replaced.
  const isUnderstood = !model.notUnderstood.has(service);
  if (force || (await containersOf(service)).length === 0) assertUnderstood(model, service);
  const imageId = isUnderstood ? await getImage(model, service, options) : '';
  await waitForDependencies(model, service, wait);
  const own = await settle(model, service);
  const isFit = own !== null && !force && (!isUnderstood || fits(model, service, own, imageId));
  // The panel cannot replace the container that it runs in: stopping it would stop the replacement too.
  if (own && (isFit || isOwnHome(own))) {
    result.kept.push(service);
    if (own.info.State === 'running' || own.info.State === 'restarting') {
      onStep?.({ phase: 'kept', service });
      onStep?.({ phase: 'ready', service });
      return;
    }
    onStep?.({ phase: 'start', service });
    await putSecrets(model, service, own);
    await startContainer(own);
    await waitForContainer(own, wait);
  } else if (own) {
    onStep?.({ phase: 'recreate', service });
    await replaceContainer(model, service, own, wait);
    result.recreated.push(service);
    await restartDependents(model, service, order);
  } else {
    onStep?.({ phase: 'create', service });
    const made = await createFirst(model, service);
    result.created.push(service);
    await startContainer(made);
    await waitForContainer(made, wait);
  }
  onStep?.({ phase: 'ready', service });
}

/** What concerns one service; anything else (engine gone, disk full, cancelled) ends the whole run. */
const ONE_SERVICE = ['service-unhealthy', 'timeout', 'image-missing', 'docker-error', 'invalid-stack'];

/**
 * Brings services up as `docker compose up -d` does: networks and volumes first, then each service in dependency
 * order: its image, then it is created, replaced where it changed, or started; then waits until it is up. What
 * already fits and runs is left alone, whoever made it. One service that fails does not keep the others from
 * coming up. @throws AppError of the first failure, at the end, unless `onFailure` takes it.
 */
export async function upServices(
  model: ComposeModel,
  names: readonly ServiceName[],
  options: UpOptions = {},
): Promise<UpResult> {
  const { onFailure, signal, until = 'running', timeoutMs = 90_000, evidence } = options;
  const order = startOrder(model, names);
  const result: UpResult = { created: [], recreated: [], kept: [] };
  const run: Run = { model, order, options, wait: { timeoutMs, signal, until, evidence }, result };
  await ensureResources(model, order);
  const failures: AppError[] = [];
  await whileStarting(order, async () => {
    for (const service of order) {
      signal?.throwIfAborted();
      try {
        await upOne(run, service);
      } catch (error) {
        if (!(error instanceof AppError) || !ONE_SERVICE.includes(error.code)) throw error;
        failures.push(error);
        onFailure?.(service, error);
      }
    }
  });
  if (failures[0] && !onFailure) throw failures[0];
  return result;
}
