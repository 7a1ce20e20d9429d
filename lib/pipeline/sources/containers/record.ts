import { fromGo, ownMachine, type ServiceParts, type SourceShape } from '../shape';

export const containersParts = {
  port: { inside: 8080, variable: 'CADVISOR_PORT' },
  files: [],
  image: { variable: 'CADVISOR_IMAGE', megabytes: 35 },
  build: fromGo(75, 60, 1_000),
} as const satisfies ServiceParts;

export const containersSource = {
  ...ownMachine,
  description: 'What each container uses: processor, memory, network.',
  ownSeries: { names: 'container_.*' },
  blindFix: 'cadvisor needs the gateway, which tells it the names: the logs of both name what is missing.',
} as const satisfies SourceShape;
