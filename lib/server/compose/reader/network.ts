import 'server-only';
import { readEach, readKeys, readList, readNames, textOr } from './keys';
import { asInt, asPairs, asString, asStrings, invalid, type Path, type Yaml } from './scalars';

export interface PortBinding {
  name?: string;
  mode: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol: string;
}

const port = (text: string, at: Path): number => {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 65_535)
    throw invalid(at, 'must be a port between 1 and 65535; ranges are not supported');
  return number;
};

function shortPort(text: string, at: Path): PortBinding {
  const match = /^(?:(?:(\[[^\]]+\]|[^:]*):)?([^:]*):)?([^:/]+)(?:\/(tcp|udp|sctp))?$/i.exec(text);
  if (!match) throw invalid(at, 'must be [IP:][PORT:]PORT[/PROTOCOL]');
  const [, ip, published, target = '', protocol = 'tcp'] = match;
  return {
    mode: 'ingress',
    ...(ip && { host_ip: ip.replace(/^\[|\]$/g, '') }),
    target: port(target, at),
    ...(published && { published: String(port(published, at)) }),
    protocol: protocol.toLowerCase(),
  };
}

const longPort = (value: Yaml, at: Path): PortBinding =>
  readKeys(
    value,
    at,
    {
      name: asString,
      mode: textOr(() => 'ingress'),
      host_ip: asString,
      target: (text, here) => port(asString(text, here), here),
      published: (text, here) => String(port(asString(text, here), here)),
      protocol: textOr(() => 'tcp'),
    },
    ['mode', 'target', 'protocol'],
  );

/** `ports:`, short and long entries. */
export const readPorts = readList((item, at) =>
  typeof item === 'string' || typeof item === 'number' ? shortPort(String(item), at) : longPort(item, at),
);

const readAttachment = (value: Yaml, at: Path) =>
  readKeys(value, at, {
    aliases: asStrings,
    driver_opts: readOptions,
    ipv4_address: asString,
    ipv6_address: asString,
    mac_address: asString,
    priority: asInt,
  });
export type NetworkAttachment = ReturnType<typeof readAttachment>;

/** A service's `networks:`, a list of names or a mapping. */
export function readAttachments(value: Yaml, at: Path): Record<string, NetworkAttachment | null> {
  return Array.isArray(value)
    ? readNames(value, at, null)
    : readEach(value, at, (item, here) => (item === null ? null : readAttachment(item, here)));
}

/** A mapping of strings, as drivers take it. */
export function readOptions(value: Yaml, at: Path): Record<string, string> {
  return readEach(value, at, (item, here) => (item === null ? '' : asString(item, here)));
}

/** `extra_hosts:` as a sorted list of `host=address`, the separator that Compose uses itself. */
export function readExtraHosts(value: Yaml, at: Path): string[] {
  const entries = Array.isArray(value)
    ? asStrings(value, at).map((item): [string, string] => {
        const cut = item.includes('=') ? item.indexOf('=') : item.indexOf(':');
        if (cut < 1) throw invalid(at, 'must be a list of HOST=ADDRESS');
        return [item.slice(0, cut), item.slice(cut + 1)];
      })
    : Object.entries(asPairs(value, at)).map(([host, address]): [string, string] => [host, address ?? '']);
  return entries.map(([host, address]) => `${host}=${address.replace(/^\[(.+)\]$/, '$1')}`).sort();
}
