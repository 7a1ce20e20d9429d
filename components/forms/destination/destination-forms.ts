import { z } from 'zod';
import {
  grafanaCloudDestinationSchema,
  otherDestinationSchema,
  remoteWriteUrlSchema,
  type SecretInfo,
  type WizardState,
} from '@/lib/schemas/wizard';

export type SavedDestination = NonNullable<WizardState['destination']>;

const orKept = (text: string) => (text === '' ? undefined : text);

/** The Grafana Cloud form. @param saved an empty token keeps the one that the server has for the same host */
export function grafanaCloudForm(saved: SavedDestination | null) {
  return z
    .object({
      url: remoteWriteUrlSchema,
      instanceId: z
        .string()
        .trim()
        .min(1, 'Enter the instance ID.')
        .pipe(grafanaCloudDestinationSchema.shape.instanceId),
      token: z.string().trim().transform(orKept).pipe(grafanaCloudDestinationSchema.shape.token),
    })
    .refine(({ url, token }) => token !== undefined || keptSecret(saved, url).isSet, {
      path: ['token'],
      message: 'Paste the token.',
      // Said together with what else is missing, not one after the other.
      when: () => true,
    });
}

export type GrafanaCloudValues = z.input<ReturnType<typeof grafanaCloudForm>>;

/** The saved secret as far as it still counts: it is never sent to another host than the one it was entered for. */
export function keptSecret(saved: SavedDestination | null, url: string): SecretInfo {
  const isSameHost = saved !== null && URL.parse(saved.url)?.origin === URL.parse(url.trim())?.origin;
  return isSameHost ? saved.secret : { isSet: false, lastFour: null };
}

export const otherForm = z.object({
  url: remoteWriteUrlSchema,
  username: z.string().pipe(otherDestinationSchema.shape.username.unwrap()),
  password: z.string().trim().transform(orKept).pipe(otherDestinationSchema.shape.password),
});

export type OtherValues = z.input<typeof otherForm>;

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
