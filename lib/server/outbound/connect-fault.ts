import 'server-only';
import type { OutsideCause } from '@/lib/schemas/snapshot';

/** In plain words; nothing in it comes from the other side. */
interface Words {
  message: string;
  hint: string;
  cause?: OutsideCause;
}

const faults = {
  'refused-address': (host) => ({
    message: `${host} stands for a part of this stack, this Pi itself or a cloud’s metadata service. Weir sends nothing there.`,
    hint: 'Use the address that the server has in your network.',
  }),
  'refused-port': (_host, port) => ({
    message: `Port ${port} is that of a Docker Engine or of this panel. Weir sends nothing there.`,
    hint: 'Use the port of the server that is meant.',
  }),
  'unknown-host': (host) => ({
    message: `There is no host named ${host}, or no name can be looked up now.`,
    hint: 'Check the address for typing mistakes and this Pi’s internet connection. Names that end in .local do not work here.',
    cause: 'unreached',
  }),
  timeout: (host) => ({
    message: `${host} did not answer in time.`,
    hint: 'Check the address, and whether a firewall lets the connection through.',
    cause: 'unreached',
  }),
  refused: (host, port) => ({
    message: `${host} refuses connections on port ${port}.`,
    hint: 'Check the port, and whether the server is running.',
    cause: 'unreached',
  }),
  'no-route': (host) => ({
    message: `This Pi has no route to ${host} now.`,
    hint: 'Check the network cable or Wi-Fi and the router’s internet connection.',
    cause: 'unreached',
  }),
  clock: (host) => ({
    message: `The certificate of ${host} is not valid at this Pi’s time.`,
    hint: `Here it is ${new Date().toISOString().slice(0, 16)} UTC. If that is wrong, correct the clock: sudo timedatectl set-ntp true. Otherwise the server must renew its certificate.`,
    cause: 'clock',
  }),
  'other-name': (host) => ({
    message: `The certificate that answers is not for ${host}.`,
    hint: 'Check the host name.',
  }),
  'no-tls': (host) => ({
    message: `${host} does not speak TLS on this port.`,
    hint: 'Check the port, and http:// against https://.',
  }),
  unsigned: (host) => ({
    message: `The certificate of ${host} is not signed by an authority that this Pi trusts.`,
    hint: 'Use a certificate of a public authority.',
  }),
  broken: (host) => ({
    message: `The connection to ${host} broke off before an answer came.`,
    hint: 'Try again. If it stays, check the address and what stands between this Pi and the server.',
  }),
} satisfies Record<string, (host: string, port: number) => Words>;

export type FaultKind = keyof typeof faults;

/** The first that fits counts. */
const kinds: [codes: RegExp, kind: FaultKind][] = [
  [/^WEIR_REFUSED_ADDRESS$/, 'refused-address'],
  [/^WEIR_REFUSED_PORT$/, 'refused-port'],
  [/^WEIR_UNKNOWN_HOST$/, 'unknown-host'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(?:ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EHOSTUNREACH|EHOSTDOWN)$/, 'no-route'],
  [/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/, 'clock'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'other-name'],
  [/^(?:EPROTO$|ERR_SSL_)/, 'no-tls'],
  [/^(?:CERT_|UNABLE_TO_|ERR_TLS_)|SELF_SIGNED/, 'unsigned'],
];

/** What a connection that gave no answer means. @param code Node's, such as ECONNREFUSED, or that of an OutboundError */
export function connectFault(code: string, host: string, port: number): Words & { kind: FaultKind } {
  const kind = kinds.find(([codes]) => codes.test(code))?.[1] ?? 'broken';
  return { kind, ...faults[kind](host, port) };
}
