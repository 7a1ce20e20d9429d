import 'server-only';
import { isIPv6 } from 'node:net';

/** What counts as one guesser: an IPv4 address, or a /64 of IPv6, of which one machine takes as many as it likes. */
export function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::');
  const groups = head.split(':');
  const padding = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, padding)).fill('0')].slice(0, 4).join(':');
}
