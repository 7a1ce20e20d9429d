import type { ServiceName } from '../../../lib/schemas/snapshot.ts';
import { waitFor } from '../run/exec.ts';

/**
 * Pauses a container. The kernel gives up where a process of it is just starting, such as a health check, which is often
 * the case on a busy machine.
 */
export async function pause(
  docker: (verb: string, service: ServiceName) => Promise<unknown>,
  service: ServiceName,
): Promise<void> {
  let refusal: unknown;
  const isPaused = () =>
    docker('pause', service).then(
      () => true,
      (error: unknown) => {
        refusal = error;
        return false;
      },
    );
  await waitFor(`the pause of ${service}`, isPaused, { timeoutMs: 60_000 }).catch((error: Error) => {
    throw new Error(`${error.message}: ${refusal}`);
  });
}
