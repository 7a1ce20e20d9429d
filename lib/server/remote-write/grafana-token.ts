import 'server-only';
import { z } from 'zod';

const contentSchema = z.object({
  /** Organisation. */
  o: z.union([z.string(), z.number()]).transform(String).optional(),
  m: z.object({ r: z.string().optional() }).optional(),
});

export type GrafanaToken =
  | { kind: 'access-policy'; organisationId: string | null; region: string | null }
  | { kind: 'access-policy-damaged' }
  | { kind: 'service-account' }
  | { kind: 'other' };

/**
 * What a Grafana token says about itself. A Cloud Access Policy token is `glc_` and base64 of JSON with
 * organisation (`o`), name (`n`), key (`k`) and region (`m.r`); a service account's begins with `glsa_`.
 */
export function readGrafanaToken(token: string): GrafanaToken {
  if (token.startsWith('glsa_')) return { kind: 'service-account' };
  if (!token.startsWith('glc_')) return { kind: 'other' };
  const text = Buffer.from(token.slice('glc_'.length), 'base64').toString('utf8');
  try {
    const content = contentSchema.parse(JSON.parse(text));
    return { kind: 'access-policy', organisationId: content.o ?? null, region: content.m?.r ?? null };
  } catch {
    return { kind: 'access-policy-damaged' };
  }
}

/** The region in a metrics host such as `prometheus-prod-24-prod-eu-west-2.grafana.net`, or null. */
export function regionOfHost(host: string): string | null {
  return /^prometheus-.*?(prod-[a-z]{2}-[a-z]+-\d+)\.grafana\.net$/.exec(host)?.[1] ?? null;
}
