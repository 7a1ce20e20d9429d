import 'server-only';
import { withDocker } from '../docker/client';
import { statusOf } from '../docker/docker-error';
import { label } from '../docker/labels';
import { AppError } from '../errors';
import { networkHash, volumeHash } from './hash/config-hash';
import type { NetworkSpec, VolumeSpec } from './reader/resources';
import type { ComposeModel } from './reader/spec';

/** Written as the version of what made an object, where Compose writes its own. */
const MADE_BY = 'weir';

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

function networkBody(spec: NetworkSpec, key: string, project: string) {
  const hasPools = spec.ipam.driver !== undefined || (spec.ipam.config?.length ?? 0) > 0;
  return {
    Name: spec.name,
    CheckDuplicate: true,
    Driver: spec.driver ?? '',
    Internal: spec.internal ?? false,
    Attachable: spec.attachable ?? false,
    ...(spec.enable_ipv6 !== undefined && { EnableIPv6: spec.enable_ipv6 }),
    Options: spec.driver_opts ?? {},
    ...(hasPools && {
      IPAM: {
        Driver: spec.ipam.driver ?? 'default',
        Config: spec.ipam.config?.map(({ subnet, gateway, ip_range }) => ({
          ...(subnet && { Subnet: subnet }),
          ...(gateway && { Gateway: gateway }),
          ...(ip_range && { IPRange: ip_range }),
        })),
      },
    }),
    Labels: {
      ...spec.labels,
      [label.network]: key,
      [label.project]: project,
      [label.version]: MADE_BY,
      [label.configHash]: networkHash(spec),
    },
  };
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
    await client.createNetwork(networkBody(spec, key, project));
  });
}

/**
 * Makes sure that a volume is there; one that exists is never replaced. Its label with the folder of the stack is not
 * Compose's: `compose/up` keeps a second folder with the same project from its data.
 */
async function ensureVolume(
  spec: VolumeSpec,
  key: string,
  { project, projectDir }: ComposeModel,
): Promise<void> {
  await withDocker(async (client) => {
    const found = await orNull(client.getVolume(spec.name).inspect());
    if (found) {
      const owner = found.Labels?.[label.project];
      if (!spec.external && owner !== undefined && owner !== project) throw foreign('volume', spec.name);
      return;
    }
    if (spec.external)
      throw new AppError('invalid-stack', `The volume ${spec.name} is external and not there.`);
    await client.createVolume({
      Name: spec.name,
      Driver: spec.driver ?? '',
      DriverOpts: spec.driver_opts ?? {},
      Labels: {
        ...spec.labels,
        [label.volume]: key,
        [label.project]: project,
        [label.workingDir]: projectDir,
        [label.version]: MADE_BY,
        [label.configHash]: volumeHash(spec),
      },
    });
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
