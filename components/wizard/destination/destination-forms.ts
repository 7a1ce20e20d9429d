import { z } from 'zod';
import {
  grafanaCloudDestinationSchema,
  otherDestinationSchema,
  remoteWriteUrlSchema,
} from '@/lib/schemas/wizard';

const orKept = (text: string) => (text === '' ? undefined : text);

/** The Grafana Cloud form. @param isTokenSet an empty token keeps the one that the server has */
export function grafanaCloudForm(isTokenSet: boolean) {
  const token = z.string().trim();
  return z.object({
    url: remoteWriteUrlSchema,
    instanceId: z
      .string()
      .trim()
      .min(1, 'Enter the instance ID.')
      .pipe(grafanaCloudDestinationSchema.shape.instanceId),
    token: (isTokenSet ? token : token.min(1, 'Paste the token.'))
      .transform(orKept)
      .pipe(grafanaCloudDestinationSchema.shape.token),
  });
}

export const otherForm = z.object({
  url: remoteWriteUrlSchema,
  username: z.string().pipe(otherDestinationSchema.shape.username.unwrap()),
  password: z.string().trim().transform(orKept).pipe(otherDestinationSchema.shape.password),
});

const PUSH_PATH = '/api/prom/push';

/** The address that was probably meant, where one of Grafana Cloud's Prometheus hosts lacks its push path. */
export function meantUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url === null || !/^prometheus-.+\.grafana\.net$/.test(url.hostname)) return null;
  const isRight = url.protocol === 'https:' && url.pathname === PUSH_PATH && url.search === '';
  return isRight ? null : `https://${url.host}${PUSH_PATH}`;
}

/** What an address or a token seems to be when it is of a kind that cannot work here; null when nothing is odd. */
export function likelyMistake(
  url: string,
  token: string,
): { field: 'url' | 'token'; message: string } | null {
  const parsed = URL.parse(url.trim());
  if (parsed && /^(?!prometheus-)[^.]+\.grafana\.net$/.test(parsed.hostname)) {
    return {
      field: 'url',
      message:
        'This is where you look at Grafana. Data is sent to another host, which begins with prometheus-.',
    };
  }
  if (token.trim().startsWith('glsa_')) {
    return {
      field: 'token',
      message:
        'This is a service account token of Grafana (glsa_…). Sending data needs an access policy token, which begins with glc_.',
    };
  }
  return null;
}
