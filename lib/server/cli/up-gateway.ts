import 'server-only';
import { containerName } from '../compose/create/network';
import { createOptions } from '../compose/create/options';
import { fits } from '../compose/fit';
import { NEWEST_RELEASE } from '../compose/hash/config-hash';
import { type ComposeModel, serviceOf } from '../compose/reader/spec';
import { ensureResources } from '../compose/resources';
import { createContainer, withDocker } from '../docker/client';
import { removeContainer, renameContainer, startContainer, stopContainer } from '../docker/containers';
import { ensureImage } from '../docker/images/pull';
import { label } from '../docker/labels';
import { isInterim } from '../docker/own';
import { AppError } from '../errors';
import { until } from '../wait';

const GATEWAY = 'gateway';
/** It opens its socket within a second, or ends at once. */
const STEADY_MS = 1_000;
const LIMIT_MS = 60_000;
const PAUSE_MS = 200;

interface Found {
  id: string;
  isRunning: boolean;
  isFit: boolean;
  isInterim: boolean;
}

/** Its containers, the one that counts first. */
async function found(model: ComposeModel, image: string): Promise<Found[]> {
  const filters = { label: [`${label.project}=${model.project}`, `${label.service}=${GATEWAY}`] };
  const all = await withDocker((client) => client.listContainers({ all: true, filters }));
  return all
    .map((info) => ({
      id: info.Id,
      isRunning: info.State === 'running',
      isFit: fits(model, GATEWAY, { info }, image),
      isInterim: isInterim((info.Names[0] ?? '').slice(1)),
    }))
    .sort((a, b) => Number(b.isRunning) - Number(a.isRunning) || Number(a.isInterim) - Number(b.isInterim));
}

async function make(model: ComposeModel, imageId: string, name: string): Promise<{ id: string }> {
  const release = model.composeVersion ?? NEWEST_RELEASE;
  const { id } = await createContainer(name, createOptions(model, GATEWAY, { imageId, number: 1, release }));
  return { id };
}

/** @throws AppError service-unhealthy when it ends instead */
async function waitUntilOpen(own: { id: string }): Promise<void> {
  const look = async () => {
    const { State } = await withDocker((client) => client.getContainer(own.id).inspect());
    if (State.Restarting || State.ExitCode !== 0 || State.Status === 'exited')
      throw new AppError('service-unhealthy', 'The gateway to the Docker Engine ends again and again.', {
        hint: `docker logs ${own.id.slice(0, 12)}`,
      });
    return State.Running && Date.now() - Date.parse(State.StartedAt) >= STEADY_MS;
  };
  if (await until(look, { everyMs: PAUSE_MS, atMostMs: LIMIT_MS })) return;
  throw new AppError('timeout', 'The gateway to the Docker Engine did not start within a minute.');
}

/**
 * Creates or replaces the container of the gateway, which alone has the Docker socket, as `docker compose up -d gateway`
 * would. The panel cannot: it asks the engine through it. An earlier one comes back where the new one does not start.
 * @throws AppError with what to do
 */
export async function upGateway(model: ComposeModel): Promise<void> {
  const fault = model.leftAlone.get(GATEWAY);
  if (fault !== undefined) throw new AppError('invalid-stack', fault);
  await ensureResources(model, [GATEWAY]);
  const imageId = await ensureImage(serviceOf(model, GATEWAY).image ?? '');
  const name = containerName(model, GATEWAY);
  const [old, ...spare] = await found(model, imageId);
  for (const one of spare) await removeContainer(one);
  if (old?.isFit) {
    if (!old.isRunning) await startContainer(old);
    if (old.isInterim) await renameContainer(old, name);
    return;
  }
  const made = await make(model, imageId, old ? `${old.id.slice(0, 12)}_${name}` : name);
  try {
    if (old) await stopContainer(old);
    await startContainer(made);
    await waitUntilOpen(made);
  } catch (error) {
    await removeContainer(made);
    if (old) await startContainer(old);
    throw error;
  }
  if (!old) return;
  await removeContainer(old);
  await renameContainer(made, name);
}
