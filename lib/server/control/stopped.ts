import 'server-only';
import { z } from 'zod';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { readState, writeState } from '../files/state/state-store';
import { inTurn } from '../wait';

const STATE = 'stopped';
const schema = z.object({ services: z.array(serviceNameSchema) });

/**
 * The services that their owner stopped, by the panel or by Docker's own commands while the panel watched. Docker starts
 * every container again when the engine starts (`restart: always`), so only this tells which of them is to stay stopped.
 */
export async function readStopped(): Promise<ServiceName[]> {
  return (await readState(STATE, schema))?.services ?? [];
}

/** Keeps in mind whether a service is to stay stopped. @throws AppError disk-full */
export function noteStopped(name: ServiceName, isStopped: boolean): Promise<void> {
  return inTurn('stopped', async () => {
    const before = await readStopped();
    if (before.includes(name) === isStopped) return;
    await writeState(STATE, {
      services: isStopped ? [...before, name] : before.filter((one) => one !== name),
    });
  });
}
