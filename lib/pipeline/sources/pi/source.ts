import { ownMachine, type SourceShape } from '../shape';

export const piSource = {
  ...ownMachine,
  description: 'Processor, memory, disk, network and temperature. No account needed.',
  blindFix:
    'The log of the exporter names what it cannot read. Launching again restores its mounts of the machine.',
} as const satisfies SourceShape;
