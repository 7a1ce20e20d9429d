import { exporter, fromGo, type ServiceShape } from '../shape';

export const gcpService = {
  ...exporter,
  service: 'stackdriver-exporter',
  source: 'gcp',
  isCloud: true,
  short: 'Google Cloud',
  role: 'Reads Google Cloud Monitoring',
  target: 'stackdriver-exporter:9255',
  port: { inside: 9255, variable: 'STACKDRIVER_PORT' },
  profile: 'gcp',
  startOrder: 5,
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
  bill: {
    by: 'Google',
    terms: 'Google bills every series that a collection returns beyond the first million a month.',
  },
  image: { variable: 'STACKDRIVER_IMAGE', megabytes: 15 },
  build: fromGo(119, 90, 1_200),
} as const satisfies ServiceShape;
