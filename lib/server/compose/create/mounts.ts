import 'server-only';
import type { MountSettings } from 'dockerode';
import type { VolumeMount } from '../reader/mounts';
import type { ServiceSpec } from '../reader/service';
import type { ComposeModel } from '../reader/spec';

function bindString(source: string, mount: VolumeMount): string {
  const options = [mount.read_only ? 'ro' : 'rw'];
  if (mount.bind?.selinux) options.push(mount.bind.selinux);
  if (mount.bind?.propagation) options.push(mount.bind.propagation);
  if (mount.volume?.nocopy) options.push('nocopy');
  return `${source}:${mount.target}:${options.join(',')}`;
}

/** Whether the short `Binds` form can say it; newer Compose releases use it wherever it can, and `inspect` shows which. */
function fitsBind(mount: VolumeMount): boolean {
  if (mount.type === 'bind')
    return !mount.bind || (mount.bind.create_host_path === true && !mount.bind.propagation);
  if (mount.type !== 'volume' || mount.source === undefined) return false;
  return !mount.volume?.subpath && !mount.volume?.nocopy;
}

function mountSettings(mount: VolumeMount, source: string): MountSettings {
  const settings = { Type: mount.type, Source: source, Target: mount.target } as MountSettings;
  if (mount.read_only) settings.ReadOnly = true;
  if (mount.type === 'bind' && mount.bind) {
    settings.BindOptions = {
      ...(mount.bind.propagation && { Propagation: mount.bind.propagation }),
      ...(mount.bind.create_host_path && { CreateMountpoint: true }),
    } as MountSettings['BindOptions'];
  }
  if (mount.type === 'volume' && mount.volume) {
    settings.VolumeOptions = {
      ...(mount.volume.nocopy && { NoCopy: true }),
      ...(mount.volume.subpath && { Subpath: mount.volume.subpath }),
    } as MountSettings['VolumeOptions'];
  }
  if (mount.type === 'tmpfs' && mount.tmpfs) {
    settings.TmpfsOptions = {
      SizeBytes: mount.tmpfs.size ?? 0,
      Mode: mount.tmpfs.mode ?? 0,
    } as MountSettings['TmpfsOptions'];
  }
  return settings;
}

/** A service's mounts as the engine takes them: the short form wherever Compose uses it. */
export function mountsOf(model: ComposeModel, service: ServiceSpec, inherited: MountSettings[]) {
  const binds: string[] = [];
  const mounts = [...inherited];
  const kept = new Set(inherited.map((mount) => mount.Target));
  for (const mount of service.volumes ?? []) {
    if (mount.source === undefined && kept.has(mount.target)) continue;
    const named = mount.type === 'volume' && mount.source ? model.volumes.get(mount.source)?.name : undefined;
    const source = named ?? mount.source ?? '';
    if (fitsBind(mount)) binds.push(bindString(source, mount));
    else mounts.push(mountSettings(mount, source));
  }
  return { binds, mounts };
}
