import 'server-only';
import { label } from '../../docker/labels';
import { networkHash, volumeHash } from '../hash/config-hash';
import type { NetworkSpec, VolumeSpec } from '../reader/resources';
import type { ComposeModel } from '../reader/spec';

/** Written as the version of what made an object, where Compose writes its own. */
const MADE_BY = 'weir';

/** The body of POST /networks/create. */
export function networkBody(spec: NetworkSpec, key: string, project: string) {
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

/**
 * The body of POST /volumes/create. Its label with the folder of the stack is not Compose's: `compose/up` keeps a second
 * folder with the same project from its data.
 */
export function volumeBody(
  spec: VolumeSpec,
  key: string,
  { project, projectDir }: Pick<ComposeModel, 'project' | 'projectDir'>,
) {
  return {
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
  };
}
