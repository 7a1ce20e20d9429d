import 'server-only';
import type { NetworkAttachment } from '../reader/network';
import type { ServiceSpec } from '../reader/service';
import { type ComposeModel, serviceOf } from '../reader/spec';

/** The name that Compose gives a service's container. */
export function containerName(model: ComposeModel, name: string, number = 1): string {
  return serviceOf(model, name).container_name ?? `${model.project}-${name}-${number}`;
}

/** Ports that a service exposes, and where the machine publishes them. */
export function portsOf(service: ServiceSpec) {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of service.expose ?? []) exposed[port.includes('/') ? port : `${port}/tcp`] = {};
  for (const port of service.ports ?? []) {
    const key = `${port.target}/${port.protocol}`;
    exposed[key] = {};
    bindings[key] ??= [];
    bindings[key].push({ HostIp: port.host_ip ?? '', HostPort: port.published ?? '' });
  }
  return { exposed, bindings };
}

/** A container's end of a network; the short container name and the service's name are its names there. */
function endpoint(model: ComposeModel, name: string, number: number, attachment: NetworkAttachment | null) {
  return {
    Aliases: [containerName(model, name, number), name, ...(attachment?.aliases ?? [])],
    ...(attachment && {
      IPAMConfig: {
        ...(attachment.ipv4_address && { IPv4Address: attachment.ipv4_address }),
        ...(attachment.ipv6_address && { IPv6Address: attachment.ipv6_address }),
      },
      ...(attachment.mac_address && { MacAddress: attachment.mac_address }),
      ...(attachment.driver_opts && { DriverOpts: attachment.driver_opts }),
    }),
  };
}

/** The service's networks as the engine names them, the first one first (highest priority, then by name). */
export function endpointsOf(model: ComposeModel, name: string, number: number) {
  const networks = Object.entries(serviceOf(model, name).networks ?? {});
  networks.sort(
    ([a, left], [b, right]) => (right?.priority ?? 0) - (left?.priority ?? 0) || (a < b ? -1 : 1),
  );
  return networks.map(([key, attachment]) => ({
    network: model.networks.get(key)?.name ?? key,
    endpoint: endpoint(model, name, number, attachment),
  }));
}
