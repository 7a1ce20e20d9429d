import { exporter, fromGo, type ServiceShape } from '../shape';

export const awsService = {
  ...exporter,
  service: 'yace',
  source: 'aws',
  isCloud: true,
  short: 'AWS',
  role: 'Reads AWS CloudWatch',
  target: 'yace:5000',
  port: { inside: 5000, variable: 'YACE_PORT' },
  profile: 'aws',
  startOrder: 4,
  answers: true,
  reloads: 'yace-config',
  files: [
    { id: 'yace-config', relative: 'yace/config.yml', ships: true, isReadAtStart: false, secret: null },
  ],
  image: { variable: 'YACE_IMAGE', megabytes: 30 },
  // One package, of the many of AWS, takes most of the memory.
  build: fromGo(71, 120, 2_700),
} as const satisfies ServiceShape;
