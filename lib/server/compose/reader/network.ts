import 'server-only';
import { onlyKeys } from './keys';
import {
  asInt,
  asList,
  asMap,
  asPairs,
  asString,
  asStrings,
  invalid,
  type Path,
  sorted,
  type Yaml,
} from './scalars';

export interface PortBinding {
  name?: string;
  mode: string;
  host_ip?: string;
  target: number;
  published?: string;
  protocol: string;
}

export interface NetworkAttachment {
  aliases?: string[];
  driver_opts?: Record<string, string>;
  ipv4_address?: string;
  ipv6_address?: string;
  mac_address?: string;
  priority?: number;
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
  const binding: PortBinding = { mode: 'ingress' } as PortBinding;
  if (ip) binding.host_ip = ip.replace(/^\[|\]$/g, '');
  binding.target = port(target, at);
  if (published) binding.published = String(port(published, at));
  binding.protocol = protocol.toLowerCase();
  return binding;
}

function longPort(value: Yaml, at: Path): PortBinding {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['name', 'mode', 'host_ip', 'target', 'published', 'protocol']);
  const binding = {} as PortBinding;
  if (raw.name !== undefined) binding.name = asString(raw.name, `${at}.name`);
  binding.mode = raw.mode === undefined ? 'ingress' : asString(raw.mode, `${at}.mode`);
  if (raw.host_ip !== undefined) binding.host_ip = asString(raw.host_ip, `${at}.host_ip`);
  binding.target = port(asString(raw.target, `${at}.target`), `${at}.target`);
  if (raw.published !== undefined) {
    binding.published = String(port(asString(raw.published, `${at}.published`), `${at}.published`));
  }
  binding.protocol = raw.protocol === undefined ? 'tcp' : asString(raw.protocol, `${at}.protocol`);
  return binding;
}

/** `ports:`, short and long entries. */
export function readPorts(value: Yaml, at: Path): PortBinding[] {
  return asList(value, at).map((item, index) => {
    const here = `${at}[${index}]`;
    if (typeof item === 'string' || typeof item === 'number') return shortPort(String(item), here);
    return longPort(item, here);
  });
}

function readAttachment(value: Yaml, at: Path): NetworkAttachment {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['aliases', 'driver_opts', 'ipv4_address', 'ipv6_address', 'mac_address', 'priority']);
  const attachment: NetworkAttachment = {};
  if (raw.aliases !== undefined) attachment.aliases = asStrings(raw.aliases, `${at}.aliases`);
  if (raw.driver_opts !== undefined)
    attachment.driver_opts = readOptions(raw.driver_opts, `${at}.driver_opts`);
  for (const key of ['ipv4_address', 'ipv6_address', 'mac_address'] as const) {
    if (raw[key] !== undefined) attachment[key] = asString(raw[key], `${at}.${key}`);
  }
  if (raw.priority !== undefined) attachment.priority = asInt(raw.priority, `${at}.priority`);
  return attachment;
}

/** A service's `networks:`, a list of names or a mapping. */
export function readAttachments(value: Yaml, at: Path): Record<string, NetworkAttachment | null> {
  if (Array.isArray(value))
    return sorted(Object.fromEntries(asStrings(value, at).map((name) => [name, null])));
  const entries = Object.entries(asMap(value, at));
  return sorted(
    Object.fromEntries(
      entries.map(([name, item]) => [name, item === null ? null : readAttachment(item, `${at}.${name}`)]),
    ),
  );
}

/** A mapping of strings, as drivers take it. */
export function readOptions(value: Yaml, at: Path): Record<string, string> {
  return sorted(
    Object.fromEntries(
      Object.entries(asMap(value, at)).map(([key, item]) => [
        key,
        item === null ? '' : asString(item, `${at}.${key}`),
      ]),
    ),
  );
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
