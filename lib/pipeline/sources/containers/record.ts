import { fromGo, ownMachine, type ServiceParts, type SourceShape } from '../shape';

export const containersParts = {
  port: { inside: 8080, variable: 'CADVISOR_PORT' },
  files: [],
  image: { variable: 'CADVISOR_IMAGE', megabytes: 35 },
  build: fromGo(75, 60, 1_000),
} as const satisfies ServiceParts;

export const containersSource = {
  ...ownMachine,
  description: 'What each container uses: processor, memory, network, disk.',
  ownSeries: { names: 'container_.*' },
  blindFix:
    'cadvisor needs the Docker socket and Docker’s data folder: its log names what it cannot read. Docker 29 and newer need cadvisor 0.54 or newer.',
} as const satisfies SourceShape;
