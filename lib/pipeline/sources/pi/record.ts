import { exporter, fromDebian, ownMachine, type ServiceShape, type SourceShape } from '../shape';

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

export const piSource = {
  ...ownMachine,
  description: 'Processor, memory, disk, network and temperature. No account needed.',
  blindFix:
    'The log of the exporter names what it cannot read. Launching again restores its mounts of the machine.',
} as const satisfies SourceShape;
