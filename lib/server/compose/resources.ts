import 'server-only';
import { inBody, withDocker } from '../docker/client';
import { statusOf } from '../docker/docker-error';
import { label } from '../docker/labels';
import { AppError } from '../errors';
import { networkBody, volumeBody } from './create/objects';
import type { NetworkSpec, VolumeSpec } from './reader/resources';
import type { ComposeModel } from './reader/spec';

/** Null instead of the engine's 404. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

function foreign(kind: string, name: string): AppError {
  return new AppError('invalid-stack', `The ${kind} ${name} exists and belongs to something else.`, {
    hint: `Rename it in docker-compose.yml, or remove it with docker ${kind} rm ${name}.`,
  });
}

/** Makes sure that a network is there. @throws AppError invalid-stack | docker-… */
async function ensureNetwork(spec: NetworkSpec, key: string, project: string): Promise<void> {
  await withDocker(async (client) => {
    const found = await client.listNetworks({ filters: { name: [spec.name] } });
    // The filter matches parts of names.
    const network = found.find(({ Name }) => Name === spec.name);
    if (network) {
      const owner = network.Labels?.[label.network];
      if (!spec.external && owner !== undefined && owner !== key) throw foreign('network', spec.name);
      return;
    }
    if (spec.external)
      throw new AppError('invalid-stack', `The network ${spec.name} is external and not there.`);
    await client.createNetwork(inBody(networkBody(spec, key, project)));
  });
}

/** Makes sure that a volume is there; one that exists is never replaced. */
async function ensureVolume(spec: VolumeSpec, key: string, model: ComposeModel): Promise<void> {
  await withDocker(async (client) => {
    const found = await orNull(client.getVolume(spec.name).inspect());
    if (found) {
      const owner = found.Labels?.[label.project];
      if (!spec.external && owner !== undefined && owner !== model.project)
        throw foreign('volume', spec.name);
      return;
    }
    if (spec.external)
      throw new AppError('invalid-stack', `The volume ${spec.name} is external and not there.`);
    await client.createVolume(inBody(volumeBody(spec, key, model)));
  });
}

/** Networks and volumes that the given services use, created where they are missing. */
export async function ensureResources(model: ComposeModel, names: readonly string[]): Promise<void> {
  const services = names.flatMap((name) => model.services.get(name) ?? []);
  const networks = new Set(services.flatMap((service) => Object.keys(service.networks ?? {})));
  const volumes = new Set(
    services.flatMap((service) =>
      (service.volumes ?? []).flatMap((mount) => (mount.type === 'volume' ? (mount.source ?? []) : [])),
    ),
  );
  for (const [key, spec] of model.networks) {
    if (networks.has(key)) await ensureNetwork(spec, key, model.project);
  }
  for (const [key, spec] of model.volumes) {
    if (volumes.has(key)) await ensureVolume(spec, key, model);
  }
}
