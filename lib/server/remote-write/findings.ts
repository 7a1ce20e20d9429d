import 'server-only';
import type { ProbeResult } from '@/lib/schemas/wizard';

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
