import 'server-only';
import { Agent } from 'node:http';
import Dockerode from 'dockerode';
import { env } from '../env';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { clampApiVersion } from './api-version';
import { toDockerError } from './docker-error';

interface Connection {
  docker: Dockerode;
  apiVersion: string;
  /** The engine's release, e.g. `28.5.1`. */
  release: string;
}

/** Longest wait for an answer that the engine gives from memory. */
const QUICK_ANSWER_MS = 5_000;

function target(dockerHost: string): Dockerode.DockerOptions {
  if (dockerHost.startsWith('unix://')) {
    return { socketPath: dockerHost.slice('unix://'.length) || '/var/run/docker.sock' };
  }
  const url = URL.canParse(dockerHost) ? new URL(dockerHost) : null;
  if (url?.protocol === 'tcp:' || url?.protocol === 'http:') {
    return { host: url.hostname, port: url.port || '2375', protocol: 'http' };
  }
  throw new AppError('docker-unreachable', 'DOCKER_HOST names no engine that the panel can use.', {
    hint: 'Set DOCKER_HOST to unix:///var/run/docker.sock or tcp://host:port.',
  });
}

/** The published types lack the option that the client has. */
type Ask<T> = (options: { abortSignal: AbortSignal }) => Promise<T>;

/** For its version the engine runs other programs, so it is asked once a connection and not to see if it lives. */
function readVersion(client: Dockerode): Promise<Dockerode.DockerVersion> {
  const ask = client.version as Ask<Dockerode.DockerVersion>;
  return ask.call(client, { abortSignal: AbortSignal.timeout(QUICK_ANSWER_MS) });
}

/** Fails unless the engine answers within five seconds. */
export async function ping(client: Dockerode): Promise<void> {
  await (client.ping as Ask<unknown>).call(client, { abortSignal: AbortSignal.timeout(QUICK_ANSWER_MS) });
}

async function connect(): Promise<Connection> {
  const options = target(env().dockerHost);
  // An unversioned request is answered by every engine; its answer says which versions it speaks.
  const version = await readVersion(new Dockerode(options));
  const apiVersion = clampApiVersion(version.ApiVersion, version.MinAPIVersion);
  const docker = new Dockerode({ ...options, version: `v${apiVersion}` });
  return { docker, apiVersion, release: version.Version };
}

/**
 * A client that opens a new connection for each call. An engine that is told to stop takes none from then on, but
 * answers on those that stand until it has stopped the containers.
 */
export function freshClient(): Dockerode {
  return new Dockerode({ ...target(env().dockerHost), agent: new Agent() } as Dockerode.DockerOptions);
}

const state = () => singleton<{ pending: Promise<Connection> | null }>('docker', () => ({ pending: null }));

function connection(): Promise<Connection> {
  const shared = state();
  shared.pending ??= connect().catch((error: unknown) => {
    shared.pending = null;
    throw toDockerError(error);
  });
  return shared.pending;
}

/** What was negotiated with the engine. @throws AppError docker-unreachable | docker-denied. */
export async function engineVersions(): Promise<Pick<Connection, 'apiVersion' | 'release'>> {
  return connection();
}

/**
 * Runs one engine call and maps its failure to an AppError. A lost engine may come back as another release,
 * so its version is negotiated again.
 */
export async function withDocker<T>(call: (client: Dockerode) => Promise<T>): Promise<T> {
  const { docker: client } = await connection();
  try {
    return await call(client);
  } catch (error) {
    const mapped = toDockerError(error);
    if (mapped.code === 'docker-unreachable') state().pending = null;
    throw mapped;
  }
}

/**
 * A description as the client sends it in the body alone. Else it would put all of it into the URL as well, where the
 * engine's debug log shows it.
 */
export function inBody<T extends object>(body: T, query: Record<string, string> = {}): T {
  return { _query: query, _body: body } as unknown as T;
}

/** Creates a container that is not started yet. */
export function createContainer(
  name: string | null,
  body: Dockerode.ContainerCreateOptions,
): Promise<Dockerode.Container> {
  const { platform, ...description } = body;
  const query = { ...(name && { name }), ...(platform && { platform }) };
  return withDocker((client) => client.createContainer(inBody(description, query)));
}
