import 'server-only';
import { withDocker } from './client';
import { ownContainers } from './own';

export interface ContainerPort {
  /** Name of the container that has it. */
  container: string;
  isOwn: boolean;
  ip: string;
  port: number;
}

/** Ports of this machine that running containers have, those of the stack and others. @throws AppError the engine's */
export async function containerPorts(): Promise<ContainerPort[]> {
  const own = new Set((await ownContainers()).map(({ id }) => id));
  const running = await withDocker((client) => client.listContainers());
  return running.flatMap(({ Id, Names, Ports }) =>
    Ports.filter(({ PublicPort }) => PublicPort !== undefined).map(({ IP, PublicPort }) => ({
      container: (Names[0] ?? '').slice(1),
      isOwn: own.has(Id),
      ip: IP ?? '',
      port: PublicPort,
    })),
  );
}
