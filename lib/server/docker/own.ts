import 'server-only';
import type { Container, ContainerInfo, ContainerInspectInfo } from 'dockerode';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { env } from '../env';
import { AppError } from '../errors';
import { withDocker } from './client';
import { label } from './labels';

export interface OwnContainer {
  service: ServiceName;
  id: string;
  /** Without the leading slash. */
  name: string;
  info: ContainerInfo;
}

function ownOf(info: ContainerInfo): OwnContainer | null {
  const service = serviceNameSchema.safeParse(info.Labels[label.service]);
  const isOurs = info.Labels[label.project] === env().project && info.Labels[label.oneoff] !== 'True';
  if (!isOurs || !service.success) return null;
  return { service: service.data, id: info.Id, name: (info.Names[0] ?? '').slice(1), info };
}

/**
 * Every container of this stack, running or not: labelled with our project and a service of the fixed set. All
 * other code reaches containers through this list, so nothing else on the machine can be touched.
 */
export async function ownContainers(): Promise<OwnContainer[]> {
  const filters = { label: [`${label.project}=${env().project}`] };
  const all = await withDocker((client) => client.listContainers({ all: true, filters }));
  return all.flatMap((info) => ownOf(info) ?? []);
}

/** A name that a container has only while it replaces another one. */
export const isInterim = (name: string): boolean => /^[0-9a-f]{12}_/.test(name);

/** The engine removes it, or failed to: it cannot be started any more. */
export const isGoing = ({ info }: OwnContainer): boolean => ['removing', 'dead'].includes(info.State);

/** The container that stands for a service when a replacement was cut short and left two. */
function byRank(a: OwnContainer, b: OwnContainer): number {
  const rank = (own: OwnContainer) =>
    (isGoing(own) ? 4 : own.info.State === 'running' ? 0 : 2) + (isInterim(own.name) ? 1 : 0);
  return rank(a) - rank(b) || b.info.Created - a.info.Created;
}

/** A service's containers, the one that counts first. */
export async function containersOf(service: string): Promise<OwnContainer[]> {
  return (await ownContainers()).filter((own) => own.service === service).sort(byRank);
}

/** One container per service, the one that counts. */
export async function currentContainers(): Promise<OwnContainer[]> {
  const sorted = (await ownContainers()).sort(byRank);
  return sorted.filter((own, index) => sorted.findIndex((other) => other.service === own.service) === index);
}

/** The service's container. @throws AppError service-absent. */
export async function requireContainer(service: ServiceName): Promise<OwnContainer> {
  const [own] = await containersOf(service);
  if (own) return own;
  throw new AppError('service-absent', `${service} has no container yet.`, {
    hint: 'Launch the stack from the set-up, or run docker compose up -d in the compose folder.',
  });
}

/** Calls the engine on one of our own containers. */
export function onContainer<T>(
  own: Pick<OwnContainer, 'id'>,
  call: (container: Container) => Promise<T>,
): Promise<T> {
  return withDocker((client) => call(client.getContainer(own.id)));
}

/** A container as the engine sees it now, or null when it went away meanwhile. */
export async function inspectOwn(own: OwnContainer): Promise<ContainerInspectInfo | null> {
  try {
    return await onContainer(own, (container) => container.inspect());
  } catch (error) {
    if (error instanceof AppError && error.code === 'service-absent') return null;
    throw error;
  }
}

/** A service's container as the engine sees it now; null where there is none. */
export async function inspectService(service: ServiceName): Promise<ContainerInspectInfo | null> {
  const [own] = await containersOf(service);
  return own ? inspectOwn(own) : null;
}

/**
 * What the program of a service finds in its environment: what its container was made with, whatever the files say now.
 * Null where it has no container, and for a variable that the engine gives it without saying so.
 */
export async function containerVariables(
  service: ServiceName,
): Promise<Record<string, string | null> | null> {
  const seen = await inspectService(service);
  if (seen === null) return null;
  const pairs = seen.Config.Env.flatMap((line) => {
    const at = line.indexOf('=');
    // A bare name takes the variable of the image away.
    return at === -1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  // The engine adds these where the container has none of its own; HOME comes from its list of users.
  return { HOSTNAME: seen.Config.Hostname, HOME: null, ...Object.fromEntries(pairs) };
}
