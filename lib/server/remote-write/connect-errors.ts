import 'server-only';
import type { Finding } from './findings';

const NO_ROUTE = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EHOSTUNREACH', 'EHOSTDOWN']);

/** What a connection that gave no HTTP answer means. @param code Node's error code, such as ECONNREFUSED */
export function classifyConnectError(code: string, url: URL): Finding {
  const host = url.hostname;
  if (code === 'ETIMEDOUT' || code === 'ABORT_ERR' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return {
      outcome: 'timeout',
      message: `${host} did not answer within ten seconds.`,
      hint: 'Check the address, and whether a firewall between this Pi and the destination lets the connection through.',
      field: 'url',
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      outcome: 'refused',
      message: `${host} refuses connections on port ${url.port || (url.protocol === 'https:' ? 443 : 80)}.`,
      hint: 'Check the port in the address, and whether the destination is running.',
      field: 'url',
    };
  }
  if (NO_ROUTE.has(code)) return noNetwork();
  if (isTlsError(code)) return tlsError(code, host);
  return {
    outcome: 'unexpected',
    message: `The connection to ${host} broke off before an answer came.`,
    hint: 'Try again. If it stays, check the address and what stands between this Pi and the destination.',
    field: 'url',
  };
}

export function noNetwork(): Finding {
  return {
    outcome: 'no-network',
    message: 'This Pi has no way to the internet at the moment.',
    hint: 'Check the network cable or Wi-Fi and the router’s internet connection, then test again.',
    field: null,
  };
}

export function unknownHost(host: string): Finding {
  return {
    outcome: 'unknown-host',
    message: `There is no host named ${host}.`,
    hint: 'Check the address for typing mistakes; copy it rather than typing it.',
    field: 'url',
  };
}

export function refusedAddress(host: string): Finding {
  return {
    outcome: 'wrong-url',
    message: `${host} stands for an address that no destination has.`,
    hint: 'Addresses of this machine’s own link and of cloud metadata services are not used as destinations.',
    field: 'url',
  };
}

/** The stack's own services and networks, and this Pi as the panel sees it: samples would go in a circle. */
export function ownHost(host: string): Finding {
  return {
    outcome: 'wrong-url',
    message: `${host} is a part of this stack or this Pi itself. Weir sends nothing there.`,
    hint: 'To keep the data on this Pi, choose the destination “This Pi”. Otherwise enter the address that another machine has.',
    field: 'url',
  };
}

export function ownPort(port: number): Finding {
  return {
    outcome: 'wrong-url',
    message: `Port ${port} is that of a Docker Engine or of this panel. Weir sends nothing there.`,
    hint: 'Enter the port at which the destination takes samples. VictoriaMetrics has 8428.',
    field: 'url',
  };
}

function isTlsError(code: string): boolean {
  return (
    code === 'EPROTO' ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code.includes('SELF_SIGNED')
  );
}

function tlsError(code: string, host: string): Finding {
  const finding = { outcome: 'tls-error', field: 'url' } as const;
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED') {
    return {
      ...finding,
      message: `The certificate of ${host} is not valid at this Pi’s time (${new Date().toISOString().slice(0, 16)} UTC).`,
      hint: 'If that time is wrong, correct the clock: sudo timedatectl set-ntp true. Otherwise the destination must renew its certificate.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      ...finding,
      message: `The certificate that answers is not for ${host}.`,
      hint: 'Check the host name in the address.',
    };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return {
      ...finding,
      message: `${host} does not speak https on this port.`,
      hint: 'Check the port, or whether the address should begin with http://',
    };
  }
  return {
    ...finding,
    message: `The certificate of ${host} is not signed by an authority that this Pi trusts.`,
    hint: 'vmagent would refuse it too. Use a certificate of a public authority, or http:// inside your own network.',
  };
}
