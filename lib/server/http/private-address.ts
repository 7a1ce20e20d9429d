import 'server-only';
import { BlockList, isIP } from 'node:net';

const blocks = new BlockList();
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10], // carrier-grade NAT, which Tailscale uses
] as const) {
  blocks.addSubnet(net, prefix, 'ipv4');
}
blocks.addAddress('::1', 'ipv6');
blocks.addSubnet('fc00::', 7, 'ipv6');
blocks.addSubnet('fe80::', 10, 'ipv6');

/** Whether an IP literal is loopback, link-local or from a range that is never routed on the internet (RFC 1918, 4193, 6598). */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && blocks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
