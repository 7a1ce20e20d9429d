import { ownMachine, type SourceShape } from '../shape';

export const containersSource = {
  ...ownMachine,
  description: 'What each container uses: processor, memory, network, disk.',
  blindFix:
    'cadvisor needs the Docker socket and Docker’s data folder: its log names what it cannot read. Docker 29 and newer need cadvisor 0.54 or newer.',
} as const satisfies SourceShape;
