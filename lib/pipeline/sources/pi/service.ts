import { exporter, fromDebian, type ServiceShape } from '../shape';

export const piService = {
  ...exporter,
  service: 'node-exporter',
  source: 'pi',
  short: 'This Pi',
  role: 'Measures this Pi',
  // In the network of the host.
  target: 'host.docker.internal:%{NODE_EXPORTER_PORT}',
  port: { inside: 9100, variable: 'NODE_EXPORTER_PORT' },
  profile: 'system',
  startOrder: 2,
  files: [
    { id: 'textfile-readme', relative: 'textfile/README', ships: true, isReadAtStart: false, secret: null },
  ],
  image: { variable: 'NODE_EXPORTER_IMAGE', megabytes: 15 },
  build: fromDebian(7),
} as const satisfies ServiceShape;
