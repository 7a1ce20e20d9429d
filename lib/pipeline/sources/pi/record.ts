import { fromDebian, ownMachine, type ServiceParts, type SourceShape } from '../shape';

export const piParts = {
  port: { inside: 9100, variable: 'NODE_EXPORTER_PORT' },
  files: [
    { id: 'textfile-readme', relative: 'textfile/README', ships: true, isReadAtStart: false, secret: null },
  ],
  image: { variable: 'NODE_EXPORTER_IMAGE', megabytes: 15 },
  variables: { NODE_EXPORTER_LISTEN_IP: 'ip' },
  build: fromDebian(7),
} as const satisfies ServiceParts;

export const piSource = {
  ...ownMachine,
  description: 'Processor, memory, disk, network and temperature. No account needed.',
  ownSeries: { names: 'node_.*', without: 'node_(exporter|scrape)_.*' },
  blindFix:
    'The log of the exporter names what it cannot read. Launching again restores its mounts of the machine.',
} as const satisfies SourceShape;
