import 'server-only';
import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Addresses that no destination has, but that answer with secrets of the machine or lead nowhere: link-local and
 * cloud metadata services, "this host", multicast and reserved space, and spellings of IPv4 whose inner address
 * the network decides. Addresses of other machines in the LAN stay allowed: people have their own VictoriaMetrics there.
 */
const refused = new BlockList();
refused.addSubnet('0.0.0.0', 8, 'ipv4');
// AWS, Google, Azure, DigitalOcean, Hetzner, IBM, OpenStack, Oracle, and the containers of ECS.
refused.addSubnet('169.254.0.0', 16, 'ipv4');
// Azure's wire server.
refused.addAddress('168.63.129.16', 'ipv4');
// Alibaba.
refused.addAddress('100.100.100.200', 'ipv4');
// Tencent.
refused.addAddress('100.88.222.5', 'ipv4');
// Oracle's 192.0.0.192 among what is kept for protocols.
refused.addSubnet('192.0.0.0', 24, 'ipv4');
refused.addSubnet('224.0.0.0', 3, 'ipv4');
refused.addAddress('::', 'ipv6');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('fec0::', 10, 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');
// AWS, AWS's ECS, Google, Oracle, Scaleway.
refused.addSubnet('fd00:ec2::', 32, 'ipv6');
refused.addSubnet('fd20:ce::', 32, 'ipv6');
refused.addSubnet('fd00:c1::', 32, 'ipv6');
refused.addAddress('fd00:42::42', 'ipv6');
// Local translation (RFC 8215) and Teredo: where the inner address stands is the network's affair.
refused.addSubnet('64:ff9b:1::', 48, 'ipv6');
refused.addSubnet('2001::', 32, 'ipv6');

/** What only the panel itself answers on. */
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Is this an address that the panel must not connect to? Also for IPv4 inside IPv6. */
export function isRefusedAddress(address: string): boolean {
  return isIP(address) === 0 || isIn(refused, address);
}

/** Is this the machine that the panel runs on, as the panel calls it? Also for IPv4 inside IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && isIn(loopback, address);
}

/** Is the address in one of these networks, like `172.18.0.0/16`? Also for IPv4 inside IPv6. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (isIP(address) === 0 || networks.length === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [net = '', prefix] = network.split('/');
    list.addSubnet(net, Number(prefix), isIPv6(net) ? 'ipv6' : 'ipv4');
  }
  return isIn(list, address);
}

function isIn(list: BlockList, address: string): boolean {
  if (!isIPv6(address)) return list.check(address, 'ipv4');
  const inner = embeddedIPv4(address);
  return list.check(address, 'ipv6') || (inner !== null && list.check(inner, 'ipv4'));
}

/** First 96 bits of the spellings of an IPv4 address: mapped, translated, compatible, NAT64. */
const EMBEDDING = new Set(['0:0:0:0:0:65535', '0:0:0:0:65535:0', '0:0:0:0:0:0', '100:65435:0:0:0:0']);

function embeddedIPv4(address: string): string | null {
  const words = ipv6Words(address);
  const is6to4 = words[0] === 0x2002;
  // ISATAP (RFC 5214) has it behind a mark of its own, under any prefix.
  const isIsatap = [0, 0x200].includes(words[4] ?? -1) && words[5] === 0x5efe;
  if (!is6to4 && !isIsatap && !EMBEDDING.has(words.slice(0, 6).join(':'))) return null;
  const [high = 0, low = 0] = is6to4 ? words.slice(1, 3) : words.slice(6);
  // ::1 and its like are no IPv4 addresses.
  if (high === 0 && words[0] === 0) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function ipv6Words(address: string): number[] {
  // The URL parser writes every spelling of an IPv6 address in its one short form.
  const host = new URL(`http://[${address.split('%', 1)[0]}]`).hostname.slice(1, -1);
  const [left = '', right] = host.split('::');
  const words = (part: string) =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const before = words(left);
  const after = words(right ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
