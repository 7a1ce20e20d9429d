import { gcpDollars } from '../prices';
import { fromGo, type ServiceParts, type SourceShape } from '../shape';

export const gcpParts = {
  port: { inside: 9255, variable: 'STACKDRIVER_PORT' },
  bill: {
    by: 'Google',
    terms: 'Google bills every series that a collection returns beyond the first million a month.',
  },
  files: [
    { id: 'gcp-metrics', relative: 'gcp/metrics.flags', ships: true, isReadAtStart: true, secret: null },
    {
      id: 'gcp-key',
      relative: 'gcp/key.json',
      ships: false,
      isReadAtStart: true,
      secret: { words: 'the key of a service account', keys: ['private_key', 'private_key_id', 'client_id'] },
    },
  ],
  image: { variable: 'STACKDRIVER_IMAGE', megabytes: 15 },
  variables: { GCP_PROJECT_ID: 'word' },
  build: fromGo(119, 90, 1_200),
} as const satisfies ServiceParts;

export const gcpSource = {
  description:
    'Cloud Run, Pub/Sub and Functions, read from Cloud Monitoring. Up to a million series a month are free.',
  blindFix: 'Check the key file, its role (Monitoring Viewer) and the project of the source.',
  ownSeries: { names: 'stackdriver_.*', without: 'stackdriver_(monitoring|exporter)_.*' },
  charge: 'Google charges nothing for the first million series a month.',
  price: {
    dollars: gcpDollars,
    free: 'Within the million series a month that are free.',
  },
  forecast: { sure: 'at least ', unknown: 'How many of these there are, only Google knows.' },
  detail: { field: 'projectId', noun: 'project' },
  secretFields: ['keyJson'],
  halfSecrets: [],
  account: {
    kind: 'google-project',
    words: 'Projects of Google Cloud',
    variable: 'GCP_PROJECT_ID',
    patterns: [
      /\bprojects\/([a-z][a-z0-9-]{4,28}[a-z0-9])\b/g,
      /--google\.project-ids[= ]["']?([a-z][a-z0-9-]{4,28}[a-z0-9])\b/g,
    ],
    domain: 'googleapis.com',
  },
} as const satisfies SourceShape;
