import 'server-only';
import { withDocker } from './client';
import { ownContainers } from './own';

export interface ForeignPort {
  /** Name of the container that has it; not one of this stack. */
  container: string;
  ip: string;
  port: number;
}

/** Ports of this machine that containers outside the stack have. @throws AppError the engine's */
export async function foreignPorts(): Promise<ForeignPort[]> {
  const own = new Set((await ownContainers()).map(({ id }) => id));
  const running = await withDocker((client) => client.listContainers());
  return running
    .filter(({ Id }) => !own.has(Id))
    .flatMap(({ Names, Ports }) =>
      Ports.filter(({ PublicPort }) => PublicPort !== undefined).map(({ IP, PublicPort }) => ({
        container: (Names[0] ?? '').slice(1),
        ip: IP ?? '',
        port: PublicPort,
      })),
    );
}
