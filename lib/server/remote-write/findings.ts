import 'server-only';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { hostOf, portOf } from '../outbound/address';
import { connectFault, type FaultKind } from '../outbound/connect-fault';

export interface ProbeTarget {
  kind: 'grafana-cloud' | 'other';
  url: URL;
  username: string;
  secret: string;
}

export interface Answer {
  status: number;
  contentType: string;
  /** First bytes of the body: read to tell causes apart, never shown or logged. */
  body: string;
  /** Where a redirect leads. */
  location?: string;
}

export type Finding = Omit<ProbeResult, 'durationMs'>;

export const STACK_PAGE = 'In Grafana Cloud: grafana.com → My Account → your stack → Prometheus → Details.';
export const POLICY_PAGE =
  'In Grafana Cloud: Administration → Users and access → Cloud access policies (or grafana.com → My Account → Security → Access Policies).';
export const NEW_TOKEN = `${POLICY_PAGE} Add a token to a policy with the scope metrics:write and paste it whole; it begins with glc_.`;

export function wrongUrl(message: string, hint: string): Finding {
  return { outcome: 'wrong-url', message, hint, field: 'url' };
}

const outcomes: Record<FaultKind, ProbeResult['outcome']> = {
  'refused-address': 'wrong-url',
  'refused-port': 'wrong-url',
  'unknown-host': 'unknown-host',
  timeout: 'timeout',
  refused: 'refused',
  'no-route': 'no-network',
  clock: 'tls-error',
  'other-name': 'tls-error',
  'no-tls': 'tls-error',
  unsigned: 'tls-error',
  broken: 'unexpected',
};

/** What helps a destination alone. */
const hints: Partial<Record<FaultKind, string>> = {
  'refused-address':
    'To keep the data on this Pi, choose the destination “This Pi”. Otherwise enter the address that another machine has.',
  'refused-port': 'Enter the port at which the destination takes samples. VictoriaMetrics has 8428.',
  unsigned:
    'vmagent would refuse it too. Use a certificate of a public authority, or http:// inside your own network.',
};

/** What a connection that gave no HTTP answer means. @param code as that of `connectFault` */
export function connectFinding(code: string, url: URL): Finding {
  const { kind, message, hint } = connectFault(code, hostOf(url), portOf(url));
  const field = kind === 'no-route' ? null : 'url';
  return { outcome: outcomes[kind], message, hint: hints[kind] ?? hint, field };
}
