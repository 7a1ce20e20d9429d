import 'server-only';
import { startOrder } from '@/lib/pipeline/components';
import { ownPort } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../compose/reader/spec';
import { serviceOf } from '../compose/reader/spec';
import { containerPorts } from '../docker/container-ports';
import { AppError } from '../errors';
import { servicesOf } from '../stack/model';

const EVERYWHERE = new Set(['', '0.0.0.0', '::']);

/** What keeps one service from being started. */
export interface ServiceProblem {
  service: ServiceName;
  message: string;
  hint: string;
}

/** Ports that the stack wants and another container of this machine has. @throws AppError the engine's */
export async function portProblems(model: ComposeModel): Promise<ServiceProblem[]> {
  const taken = (await containerPorts()).filter(({ isOwn }) => !isOwn);
  return servicesOf(model).flatMap((service) =>
    (serviceOf(model, service).ports ?? []).flatMap(({ published, host_ip: ip = '' }) => {
      const holder = taken.find(
        (one) =>
          String(one.port) === published && (one.ip === ip || EVERYWHERE.has(one.ip) || EVERYWHERE.has(ip)),
      );
      return holder
        ? [{ service, ...portProblem(service, published ?? '', `the container ${holder.container}`) }]
        : [];
    }),
  );
}

/**
 * The engine's failure to bind a port in words that help; every other error as it is. The engine says "port is
 * already allocated" of what it gave away itself, and "address already in use" of another program's.
 */
export async function explainPortError(error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'docker-error') return error;
  const isEngines = error.message.includes('port is already allocated');
  if (!isEngines && !error.message.includes('address already in use')) return error;
  const port = /:(\d{1,5})(?::| failed)/.exec(error.message)?.[1] ?? '';
  const service = startOrder.find((name) => error.message.includes(`-${name}-`)) ?? null;
  const { message, hint } = isEngines
    ? await problemOfEngine(service, port)
    : portProblem(service, port, 'another program');
  return new AppError('docker-error', message, { hint, cause: error });
}

/** A container has the port; or none has, and an engine that ended in the middle of something keeps it all the same. */
async function problemOfEngine(service: ServiceName | null, port: string) {
  const running = await containerPorts().catch(() => null);
  const holder = running?.find((one) => String(one.port) === port);
  if (running === null || holder)
    return portProblem(service, port, holder ? `the container ${holder.container}` : 'another container');
  return {
    message: `Port ${port} of this Pi, which ${service ?? 'a service'} needs, is kept by the Docker Engine for a container that is gone.`,
    hint: 'Restart the engine on the Pi: sudo systemctl restart docker. Every container stops for a moment, and comes back.',
  };
}

function portProblem(
  service: ServiceName | null,
  port: string,
  holder: string,
): Omit<ServiceProblem, 'service'> {
  const variable = service === null ? 'the port' : ownPort(service).variable;
  return {
    message: `Port ${port} of this Pi, which ${service ?? 'a service'} needs, is taken by ${holder}.`,
    hint: `Stop that, or give ${variable} in compose/.env another number.`,
  };
}
