import 'server-only';
import type { ContainerInspectInfo, MountSettings } from 'dockerode';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { createContainer, withDocker } from '../docker/client';
import {
  removeContainer,
  renameContainer,
  setRestart,
  startContainer,
  stopContainer,
} from '../docker/containers';
import { imageId } from '../docker/images/pull';
import { label } from '../docker/labels';
import { containersOf, inspectOwn, isGoing, isInterim, type OwnContainer } from '../docker/own';
import { putFile } from '../docker/put-file';
import { AppError } from '../errors';
import { logger } from '../logger';
import { NO_RESTART, restartOf } from './create/host';
import { containerName, endpointsOf } from './create/network';
import { createOptions } from './create/options';
import { NEWEST_RELEASE } from './hash/config-hash';
import { assertUnderstood, type ComposeModel, serviceOf } from './reader/spec';
import { type WaitOptions, waitForContainer } from './wait';

/** Copies the secrets that come from the environment into a container, as Compose does before each start. */
export async function putSecrets(
  model: ComposeModel,
  service: ServiceName,
  own: Pick<OwnContainer, 'id'>,
): Promise<void> {
  for (const { source, target, mode, uid, gid } of serviceOf(model, service).secrets ?? []) {
    const content = model.secret(source);
    if (content === undefined) {
      assertUnderstood(model, service);
      throw new AppError('invalid-stack', `The secret ${source} of ${service} has no value in .env.`);
    }
    if (content === '') continue;
    const path = target.startsWith('/') ? target : `/run/secrets/${target}`;
    const owner = {
      ...(uid !== undefined && { uid: Number(uid) }),
      ...(gid !== undefined && { gid: Number(gid) }),
    };
    await putFile(own, path, content, { ...owner, ...(mode !== undefined && { mode }) });
  }
}

/** Unnamed volumes of the container before, at paths that the service or its image still declares. */
async function inheritedMounts(
  model: ComposeModel,
  service: string,
  seen: ContainerInspectInfo,
): Promise<MountSettings[]> {
  const { volumes = [], image = '' } = serviceOf(model, service);
  const described = await withDocker((client) => client.getImage(image).inspect());
  const declared = new Set(Object.keys(described.Config?.Volumes ?? {}));
  for (const mount of volumes) {
    if (mount.type === 'volume' && mount.source === undefined) declared.add(mount.target);
    else declared.delete(mount.target);
  }
  return seen.Mounts.filter((mount) => mount.Type === 'volume' && declared.has(mount.Destination)).map(
    (mount) =>
      ({
        Type: 'volume',
        Source: mount.Name ?? '',
        Target: mount.Destination,
        ReadOnly: !mount.RW,
      }) as MountSettings,
  );
}

/** Creates the service's container under `name`, connected to its networks, with its secrets, not started. */
async function create(
  model: ComposeModel,
  service: ServiceName,
  name: string,
  before: ContainerInspectInfo | null,
): Promise<OwnContainer> {
  const number = Number(before?.Config.Labels[label.number] ?? 1) || 1;
  const options = createOptions(model, service, {
    imageId: await imageId(serviceOf(model, service).image ?? ''),
    number,
    inherited: before ? await inheritedMounts(model, service, before) : [],
    release: model.composeVersion ?? before?.Config.Labels[label.version] ?? NEWEST_RELEASE,
  });
  const { id } = await createContainer(name, options);
  const made = (await containersOf(service)).find((own) => own.id === id);
  if (!made) throw new AppError('docker-error', `The new container of ${service} disappeared.`);
  const [, ...others] = serviceOf(model, service).network_mode ? [] : endpointsOf(model, service, number);
  try {
    for (const { network, endpoint } of others) {
      await withDocker((client) =>
        client.getNetwork(network).connect({ Container: id, EndpointConfig: endpoint }),
      );
    }
    await putSecrets(model, service, made);
  } catch (error) {
    await removeContainer(made);
    throw error;
  }
  return made;
}

/** Creates a service's first container; it is not started yet. @throws AppError invalid-stack, the engine's */
export async function createFirst(model: ComposeModel, service: ServiceName): Promise<OwnContainer> {
  assertUnderstood(model, service);
  return create(model, service, containerName(model, service), null);
}

/**
 * Replaces a service's container. The old one is stopped but kept until the new one is up; if it does not come
 * up, the new one is removed, the old one is started again, and the failure is thrown.
 */
export async function replaceContainer(
  model: ComposeModel,
  service: ServiceName,
  old: OwnContainer,
  wait: WaitOptions,
): Promise<OwnContainer> {
  assertUnderstood(model, service);
  const before = await inspectOwn(old);
  const final = containerName(model, service, Number(before?.Config.Labels[label.number] ?? 1) || 1);
  const wasRunning = before?.State.Running ?? false;
  // The engine makes the one while it stops the other: a program takes a while to end.
  const [creation, stop] = await Promise.allSettled([
    create(model, service, `${old.id.slice(0, 12)}_${final}`, before),
    setAside(old, wasRunning),
  ]);
  const made = creation.status === 'fulfilled' ? creation.value : null;
  try {
    if (!made) throw (creation as PromiseRejectedResult).reason;
    if (stop.status === 'rejected') throw stop.reason;
    await startContainer(made);
    await waitForContainer(made, wait);
  } catch (error) {
    logger().warn({ service, error: (error as Error).message }, 'new container did not come up; going back');
    if (made) await removeContainer(made);
    await restartAsWanted(model, service, old);
    if (wasRunning) await startContainer(old);
    throw error;
  }
  await removeContainer(old);
  await renameContainer(made, final);
  return { ...made, name: final };
}

/** An engine that starts anew after this would start it beside the new one, and both want the same ports. */
async function setAside(own: OwnContainer, isRunning: boolean): Promise<void> {
  if (isRunning) await stopContainer(own);
  await setRestart(own, NO_RESTART);
}

/** The engine starts it with itself again, where a replacement that was cut short had it not to. */
async function restartAsWanted(model: ComposeModel, service: ServiceName, own: OwnContainer): Promise<void> {
  const wanted = restartOf(serviceOf(model, service).restart);
  const has = (await inspectOwn(own))?.HostConfig.RestartPolicy?.Name;
  if (has === NO_RESTART.Name && wanted.Name !== '') await setRestart(own, wanted);
}

/**
 * Cleans up after a replacement that was cut short (panel killed, power lost): one container stays, under the
 * service's own name.
 */
export async function settle(model: ComposeModel, service: ServiceName): Promise<OwnContainer | null> {
  const all = await containersOf(service);
  const [own] = all.filter((one) => !isGoing(one));
  for (const spare of all) if (spare !== own) await removeContainer(spare);
  if (!own) return null;
  await restartAsWanted(model, service, own);
  const final = containerName(model, service, Number(own.info.Labels[label.number] ?? 1) || 1);
  if (isInterim(own.name)) {
    await renameContainer(own, final);
    return { ...own, name: final };
  }
  return own;
}
