import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { imageId } from '../docker/images/pull';
import { label } from '../docker/labels';
import { currentContainers, type OwnContainer } from '../docker/own';
import { serviceHash } from './hash/config-hash';
import { type ComposeModel, serviceOf } from './reader/spec';

/**
 * Whether a container still is what the file asks for: the hash, in the way of the release that the container's own
 * label names, the image, the networks and the volumes.
 */
export function fits(
  model: ComposeModel,
  service: string,
  own: Pick<OwnContainer, 'info'>,
  wantedImage: string,
): boolean {
  const spec = serviceOf(model, service);
  const labels = own.info.Labels;
  if (labels[label.configHash] !== serviceHash(spec, labels[label.version])) return false;
  if ((labels[label.image] ?? own.info.ImageID) !== wantedImage) return false;
  const attached = Object.keys(own.info.NetworkSettings?.Networks ?? {});
  const networks = Object.keys(spec.networks ?? {}).map((key) => model.networks.get(key)?.name ?? key);
  if (own.info.State === 'running' && !networks.every((name) => attached.includes(name))) return false;
  const mounted = own.info.Mounts.map((mount) => mount.Name);
  return (spec.volumes ?? []).every(
    (mount) =>
      mount.type !== 'volume' || !mount.source || mounted.includes(model.volumes.get(mount.source)?.name),
  );
}

/** What stands for a service now. */
export interface Standing {
  isRunning: boolean;
  /** Nothing of it must be changed for the files; null: Weir does not understand what they say of it. */
  fits: boolean | null;
}

/** The containers of the stack against the files; services without one are missing. @throws AppError the engine's */
export async function standings(model: ComposeModel): Promise<Map<ServiceName, Standing>> {
  const all = await currentContainers();
  const found = await Promise.all(
    all.map(async (own) => {
      const image = model.services.get(own.service)?.image ?? '';
      const wanted = (await imageId(image).catch(() => null)) ?? '';
      const isRunning = own.info.State === 'running' || own.info.State === 'restarting';
      const isFit = model.services.has(own.service) && fits(model, own.service, own, wanted);
      return [own.service, { isRunning, fits: model.notUnderstood.has(own.service) ? null : isFit }] as const;
    }),
  );
  return new Map(found);
}
