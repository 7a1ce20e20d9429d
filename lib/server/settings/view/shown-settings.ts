import 'server-only';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { SecretInfo } from '@/lib/schemas/wizard';
import { readGcpKey } from '../../setup/answers/sources-check';
import type { Destination, Sources } from '../../stack/settings';

/** Secrets shorter than this show none of their characters. */
const MIN_LENGTH_FOR_HINT = 16;

/** A destination for the browser. */
export function shownDestination({ kind, url, username, secret }: Destination): SettingsView['destination'] {
  return { kind, url, username, secret: secretInfo(secret) };
}

/** Sources for the browser. */
export function shownSources({ pi, containers, aws, gcp }: Sources): SettingsView['sources'] {
  return {
    pi: { enabled: pi },
    containers: { enabled: containers },
    aws: {
      enabled: aws.enabled,
      accessKeyId: aws.accessKeyId,
      secret: secretInfo(aws.secretAccessKey),
      regions: aws.regions,
    },
    gcp: { enabled: gcp.enabled, projectId: gcp.projectId, keyEmail: readGcpKey(gcp.keyJson).email },
  };
}

/** What may be shown of a secret. */
export function secretInfo(secret: string): SecretInfo {
  return {
    isSet: secret !== '',
    lastFour: secret.length >= MIN_LENGTH_FOR_HINT ? secret.slice(-4) : null,
  };
}
