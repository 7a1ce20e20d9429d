import 'server-only';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { allowedHosts } from '../auth/allowed-hosts';
import { machineNames } from '../env';
import { AppError } from '../errors';

/**
 * The name or address in a Host header, without the port, lower case, or null when it is not a host at all.
 * Parsed by the URL parser, so that `0x7f.1` and `127.0.0.1` are one thing here as they are in a browser.
 */
export function hostNameOf(host: string | null): string | null {
  if (!host || host.length > 261 || !/^[\w.:[\]-]+$/.test(host)) return null;
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '') || null;
  } catch {
    return null;
  }
}

/**
 * Whether the panel answers under this Host header. A page elsewhere that points its own name at this machine
 * (DNS rebinding) is told apart by that name; addresses cannot be rebound. Ports do not matter.
 */
export function isAllowedHost(host: string | null, names: readonly string[] = knownNames()): boolean {
  const name = hostNameOf(host);
  if (name === null) return false;
  if (isIP(name) !== 0)
    return isPrivateAddress(name) || names.includes(name) || ownAddresses().includes(name);
  return name === 'localhost' || names.includes(name);
}

/** What is answered under any other name. */
export function unknownHost(host: string | null): AppError {
  const seen = hostNameOf(host);
  return new AppError(
    'forbidden-host',
    `This panel does not answer under the name ${seen ?? 'in this request'}.`,
    {
      hint: 'Use its address or host name, or add the name under Settings → Panel (WEIR_ALLOWED_HOSTS in compose/.env).',
    },
  );
}

/** The service's name on the stack's own network, where vmagent reads /metrics. */
const SERVICE_NAME = 'weir';

/** This machine's names and those that the owner added. */
const knownNames = () => [...machineNames(), SERVICE_NAME, ...allowedHosts()];

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}

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
function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && blocks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
